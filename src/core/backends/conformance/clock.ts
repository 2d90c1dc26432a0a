import { beforeEach, describe, expect, it } from 'vitest'
import { needs, type Suite } from './harness.ts'

export function describeClock(suite: Suite): void {
  const { signal } = suite

  describe('clock', () => {
    beforeEach((context) => needs(context, suite.backend().clock !== undefined, 'a clock'))

    it('is known after the first response, and equals that of this computer in tests', async () => {
      for await (const _ of suite.backend().list('', { signal })) continue
      expect(Math.abs(suite.backend().clock?.aheadMs('') ?? Infinity)).toBeLessThan(60_000)
    })
  })
}
