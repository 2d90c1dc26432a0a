import { describe, expect, it } from 'vitest'
import { blockBytesFor, blockLimits } from './block-size.ts'

const mebibyte = 1024 ** 2

describe('the block size', () => {
  it.each([1, 8 * mebibyte, 391 * 1024 * mebibyte, 1024 ** 4, blockLimits.blobBytes])(
    'fits %i bytes into 50,000 blocks',
    (bytes) => {
      const size = blockBytesFor(1, bytes)
      expect(size).toBeGreaterThanOrEqual(8 * mebibyte)
      expect(size).toBeLessThanOrEqual(blockLimits.blockBytes)
      expect(Math.ceil(bytes / size)).toBeLessThanOrEqual(blockLimits.blocks)
    },
  )

  it('grows if the size is unknown or was too small, so that 38 TiB fit', () => {
    let all = 0
    for (let number = 1; number <= blockLimits.blocks; number += 1) {
      const size = blockBytesFor(number, undefined)
      expect(size <= blockLimits.blockBytes).toBe(true)
      all += size
    }
    expect(all).toBeGreaterThan(38 * 1024 ** 4)
    expect(blockBytesFor(20_001, 1)).toBe(blockBytesFor(20_001, undefined))
  })
})
