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
 * For the reader of an answer: fails at the end when the bytes are not those the service summed. Of a part of an object
 * nothing can be said, nor of sums of sums; CRC32C and CRC64NVME, for which Node has nothing, are left to TLS.
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
