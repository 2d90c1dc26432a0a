import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

export const sumNames = ['crc32', 'md5', 'sha1', 'sha256', 'sha512'] as const
export type SumName = (typeof sumNames)[number]

/** A checksum of bytes that arrive in chunks. */
export interface RunningSum {
  add(chunk: Uint8Array): void
  /** Returns the checksum in lower-case hex. */
  end(): string
}

export function createRunningSum(name: SumName): RunningSum {
  if (name !== 'crc32') {
    const hash = createHash(name)
    return { add: (chunk) => void hash.update(chunk), end: () => hash.digest('hex') }
  }
  let sum = 0
  return {
    add(chunk) {
      sum = crc32(chunk, sum)
    },
    end: () => hexOfCrc32(sum),
  }
}

export function hexOfCrc32(sum: number): string {
  return sum.toString(16).padStart(8, '0')
}
