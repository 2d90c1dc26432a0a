import { describe, expect, it } from 'vitest'
import { createRecentKeys } from './recent-keys.ts'

describe('recent keys', () => {
  it('expire after some time, or can be removed', () => {
    let now = 0
    const keys = createRecentKeys(100, () => now)
    keys.add('bucket', 'a')
    keys.add('bucket', 'b')
    keys.drop('bucket', 'b')
    now = 99
    expect([keys.has('bucket', 'a'), keys.has('bucket', 'b'), keys.has('other', 'a')]).toEqual([true, false, false])
    now = 100
    expect(keys.has('bucket', 'a')).toBe(false)
  })

  it('are at most a thousand, and the oldest is removed first', () => {
    const keys = createRecentKeys(100, () => 0)
    for (let number = 0; number < 1001; number += 1) keys.add('bucket', String(number))
    expect([keys.has('bucket', '0'), keys.has('bucket', '1'), keys.has('bucket', '1000')]).toEqual([false, true, true])
  })
})
