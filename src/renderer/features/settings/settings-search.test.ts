import { expect, test } from 'vitest'
import { foundSettings, hasWords, settingsGroups } from './settings-search.ts'

test('finds settings by name, description and choices in every group', () => {
  const found = (search: string) => settingsGroups.flatMap((group) => foundSettings(group, search))
  expect(found('dark')).toContain('theme')
  expect(found('text SIZE')).toContain('textSize')
  expect(found('commander')).toEqual(['keyPreset'])
  expect(found('nothing like that')).toEqual([])
  expect(foundSettings('files', '')).toEqual(['showHidden', 'foldersFirst', 'confirmTrash', 'previews', 'thumbnails'])
})

test('requires all words, in any order', () => {
  expect(hasWords('Copy to the other pane', 'pane copy')).toBe(true)
  expect(hasWords('Copy to the other pane', 'pane move')).toBe(false)
})
