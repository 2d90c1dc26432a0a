import { describe, expect, it } from 'vitest'
import { capabilitiesSchema, facetNames } from '../../../contract/capabilities.ts'
import type { Suite } from './harness.ts'

export function describeClaims(suite: Suite): void {
  describe('capabilities', () => {
    it('are plain data that can be cloned', () => {
      const { capabilities } = suite.backend()
      expect(capabilitiesSchema.parse(structuredClone(capabilities))).toEqual(capabilities)
    })

    it('name exactly the facets that exist', () => {
      const backend = suite.backend()
      const present = facetNames.filter((name) => backend[name] !== undefined)
      expect(backend.capabilities.facets.toSorted()).toEqual(present.toSorted())
    })

    it('give a source for each limit', () => {
      const limits = Object.values(suite.backend().capabilities.limits)
      expect(limits.filter(({ value, source }) => !(value > 0) || !source.startsWith('https://'))).toEqual([])
    })
  })
}
