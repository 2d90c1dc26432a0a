import { expect, test } from 'vitest'
import { shortName } from './short-name.ts'

test('a long name keeps its beginning, its number and its ending', () => {
  expect(shortName('A chart of the northern approaches (2).tiff', 24)).toBe('A chart of t…es (2).tiff')
  expect(shortName('chart (2).tiff', 24)).toBe('chart (2).tiff')
})

test('what is seen as one letter is not cut apart', () => {
  expect(shortName('⛵🌊⛵🌊⛵🌊⛵🌊', 5)).toBe('⛵🌊…⛵🌊')
})
