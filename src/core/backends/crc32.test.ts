import { randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { crc32After, crc32Combined, crc32Of, crc32Text } from './crc32.ts'

describe('CRC32', () => {
  it('is combined from the values of two parts', () => {
    for (const [first, second] of [
      [0, 0],
      [0, 5],
      [5, 0],
      [1, 1],
      [1000, 70_001],
      [65_536, 3],
    ] as const) {
      const bytes = randomBytes(first + second)
      const [a, b] = [crc32(bytes.subarray(0, first)), crc32(bytes.subarray(first))]
      expect(crc32Combined(a, b, second)).toBe(crc32(bytes))
    }
  })

  it('is combined for more than four gigabytes', () => {
    let zeros = crc32(new Uint8Array(1024 ** 2))
    for (let bytes = 1024 ** 2; bytes < 2 ** 33; bytes *= 2) zeros = crc32Combined(zeros, zeros, bytes)
    // the same result by another method: eight combinations of 1 GiB instead of one of 8 GiB
    const first = crc32Combined(crc32After(0, Buffer.from('a')), zeros, 2 ** 33)
    let steps = crc32After(0, Buffer.from('a'))
    const gigabyte = Array.from({ length: 30 }).reduce<number>(
      (sum, _, n) => crc32Combined(sum, sum, 2 ** n),
      crc32(new Uint8Array(1)),
    )
    for (let count = 0; count < 8; count += 1) steps = crc32Combined(steps, gigabyte, 2 ** 30)
    expect(first).toBe(steps)
  })

  it('is formatted and parsed', () => {
    expect([0, 1, 0xfffffffe].map((sum) => crc32Of(crc32Text(sum)))).toEqual([0, 1, 0xfffffffe])
    expect([crc32Of(undefined), crc32Of('67XDxA==-2'), crc32Of('AAA=')]).toEqual([undefined, undefined, undefined])
  })
})
