import { expect, test } from 'vitest'
import { shortName } from './short-name.ts'

test('shortens a long name but keeps its beginning, number and extension', () => {
  expect(shortName('A chart of the northern approaches (2).tiff', 24)).toBe('A chart of t…es (2).tiff')
  expect(shortName('chart (2).tiff', 24)).toBe('chart (2).tiff')
})

test('does not split grapheme clusters', () => {
  expect(shortName('⛵🌊⛵🌊⛵🌊⛵🌊', 5)).toBe('⛵🌊…⛵🌊')
})
