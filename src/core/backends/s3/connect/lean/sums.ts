import type { GetObjectCommandOutput } from '@aws-sdk/client-s3'
import { createHash } from 'node:crypto'
import { crc32After, crc32Text } from '../../../crc32.ts'

interface Sum {
  update(chunk: Uint8Array): void
  text(): string
}
type Answer = Pick<
  GetObjectCommandOutput,
  'ChecksumCRC32' | 'ChecksumSHA1' | 'ChecksumSHA256' | 'ChecksumType' | 'ContentRange'
>

/**
 * Returns a check for the reader of a response. It fails at the end if the bytes do not match the service's checksum.
 * Parts of an object and checksums of checksums cannot be checked. CRC32C and CRC64NVME, which Node does not have, are
 * left to TLS.
 */
export function sumCheckOf(answer: Answer) {
  if (answer.ContentRange !== undefined || answer.ChecksumType === 'COMPOSITE') return undefined
  const { ChecksumCRC32, ChecksumSHA256, ChecksumSHA1 } = answer
  return (
    check(ChecksumCRC32, createCrc32) ??
    check(ChecksumSHA256, () => createHashSum('sha256')) ??
    check(ChecksumSHA1, () => createHashSum('sha1'))
  )
}

function check(promised: string | undefined, create: () => Sum) {
  if (promised === undefined || promised.includes('-')) return undefined
  const sum = create()
  return {
    onChunk: (chunk: Uint8Array) => sum.update(chunk),
    onEnd() {
      const found = sum.text()
      if (found !== promised) throw new Error(`checksum mismatch: ${promised} was promised, ${found} came`)
    },
  }
}

function createCrc32(): Sum {
  let sum = 0
  return { update: (chunk) => void (sum = crc32After(sum, chunk)), text: () => crc32Text(sum) }
}

function createHashSum(algorithm: string): Sum {
  const hash = createHash(algorithm)
  return { update: (chunk) => void hash.update(chunk), text: () => hash.digest('base64') }
}
