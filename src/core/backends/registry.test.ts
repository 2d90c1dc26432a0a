import { expect, it } from 'vitest'
import { typesInTable } from './conformance/table.ts'
import { backendDescriptors } from './registry.ts'

it('docs have a row for each type of backend, which its suite verifies', () => {
  const types = backendDescriptors.map(({ type }) => type)
  expect([...new Set(typesInTable())].toSorted()).toEqual(types.toSorted())
})

it('choices have unique IDs', () => {
  const ids = backendDescriptors.flatMap(({ choices }) => choices.map(({ id }) => id))
  expect(new Set(ids).size).toBe(ids.length)
})
