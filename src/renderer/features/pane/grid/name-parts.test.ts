import { expect, test } from 'vitest'
import { nameParts } from './name-parts.ts'

test.each([
  ['report.pdf', false, ['report', '.pdf']],
  ['backup.tar.gz', false, ['backup.tar', '.gz']],
  ['.bashrc', false, ['.bashrc', '']],
  ['a sentence. With more after it', false, ['a sentence. With more after it', '']],
  ['release.1', true, ['release.1', '']],
] as const)('%s', (name, isFolder, parts) => {
  expect(nameParts(name, isFolder)).toEqual(parts)
})
