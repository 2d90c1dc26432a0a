import { expect, test } from 'vitest'
import { whyNotFetched } from './open-in-program.ts'

test('downloads a remote file to open it, unless it is too large or executable', () => {
  expect(whyNotFetched({ name: 'report.pdf', sizeBytes: 100_000_000 })).toBeUndefined()
  expect(whyNotFetched({ name: 'report.pdf', sizeBytes: 100_000_001 })).toMatch(/has 100 MB.*Edit/)
  expect(whyNotFetched({ name: 'report.pdf' })).toContain('The size of this file is unknown')
  expect(whyNotFetched({ name: 'report.pdf.EXE', sizeBytes: 1 })).toContain('would run it')
  expect(whyNotFetched({ name: 'a.desktop', sizeBytes: 1 })).toContain('would run it')
})
