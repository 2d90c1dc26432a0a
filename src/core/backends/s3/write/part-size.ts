/** The limits of S3 for a multipart upload. https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
export const uploadLimits = { parts: 10_000, objectBytes: 5 * 1024 ** 4, leastPartBytes: 5 * 1024 ** 2 } as const

const mebibyte = 1024 ** 2
const smallestBytes = 8 * mebibyte

/**
 * Returns the size of a part of an upload. If the total size is known, all parts are equal, as some services require.
 * Otherwise the size doubles every thousand parts, so that 10,000 parts hold the largest object S3 allows.
 */
export function partBytesFor(number: number, expectedBytes: number | undefined): number {
  if (expectedBytes !== undefined && number <= partsOf(expectedBytes)) return evenPartBytes(expectedBytes)
  const doubled = smallestBytes * 2 ** Math.min(Math.floor((number - 1) / 1000), 9)
  return expectedBytes === undefined ? doubled : Math.max(doubled, evenPartBytes(expectedBytes))
}

function partsOf(bytes: number): number {
  return Math.ceil(bytes / evenPartBytes(bytes))
}

function evenPartBytes(bytes: number): number {
  return Math.max(smallestBytes, Math.ceil(bytes / uploadLimits.parts / mebibyte) * mebibyte)
}
