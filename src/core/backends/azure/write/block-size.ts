/**
 * The limits of the service for a block blob.
 * https://learn.microsoft.com/rest/api/storageservices/understanding-block-blobs--append-blobs--and-page-blobs
 */
const mebibyte = 1024 ** 2
export const blockLimits = { blocks: 50_000, blockBytes: 4000 * mebibyte, blobBytes: 50_000 * 4000 * mebibyte } as const

const smallestBytes = 8 * mebibyte

/**
 * Returns the size of a block, numbered from 1. If the total size is known, all blocks are equal. Otherwise the size
 * doubles every 5,000 blocks, so that 50,000 of them hold 38 TiB.
 */
export function blockBytesFor(number: number, expectedBytes: number | undefined): number {
  if (expectedBytes !== undefined && number <= Math.ceil(expectedBytes / evenBytes(expectedBytes))) {
    return evenBytes(expectedBytes)
  }
  const doubled = Math.min(smallestBytes * 2 ** Math.floor((number - 1) / 5000), blockLimits.blockBytes)
  return expectedBytes === undefined ? doubled : Math.max(doubled, evenBytes(expectedBytes))
}

function evenBytes(bytes: number): number {
  const even = Math.max(smallestBytes, Math.ceil(bytes / blockLimits.blocks / mebibyte) * mebibyte)
  return Math.min(even, blockLimits.blockBytes)
}
