import { describe, expect, it } from 'vitest'
import { partBytesFor, uploadLimits } from './part-size.ts'

const gibibyte = 1024 ** 3

function totalOf(parts: number, expectedBytes?: number): number {
  let total = 0
  for (let number = 1; number <= parts; number += 1) total += partBytesFor(number, expectedBytes)
  return total
}

describe('the parts of an upload', () => {
  it('hold the largest object S3 allows, with a known or unknown size', () => {
    expect(totalOf(uploadLimits.parts)).toBeGreaterThanOrEqual(uploadLimits.objectBytes)
    expect(totalOf(uploadLimits.parts, uploadLimits.objectBytes)).toBeGreaterThanOrEqual(uploadLimits.objectBytes)
  })

  it('have equal sizes if the total is known, and are small for small files', () => {
    for (const bytes of [1, 100 * 1024 ** 2, 60 * gibibyte, 700 * gibibyte, uploadLimits.objectBytes]) {
      const size = partBytesFor(1, bytes)
      const count = Math.ceil(bytes / size)
      expect(count).toBeLessThanOrEqual(uploadLimits.parts)
      expect(partBytesFor(count, bytes)).toBe(size)
    }
    expect(partBytesFor(1, 60 * gibibyte)).toBe(8 * 1024 ** 2)
  })

  it('stay within the size limits', () => {
    for (const number of [1, 1000, 1001, 9999, 10_000]) {
      expect(partBytesFor(number, undefined)).toBeGreaterThanOrEqual(uploadLimits.leastPartBytes)
      expect(partBytesFor(number, undefined)).toBeLessThanOrEqual(5 * gibibyte)
    }
  })

  it('continue if the file is larger than announced', () => {
    expect(totalOf(uploadLimits.parts, 10 * 1024 ** 2)).toBeGreaterThanOrEqual(uploadLimits.objectBytes)
  })
})
