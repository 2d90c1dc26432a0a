import { expect, test } from 'vitest'
import { foundSettings, hasWords, settingsGroups } from './settings-search.ts'

test('a search finds settings by their names, what they mean and their choices, in every group', () => {
  const found = (search: string) => settingsGroups.flatMap((group) => foundSettings(group, search))
  expect(found('dark')).toContain('theme')
  expect(found('text SIZE')).toContain('textSize')
  expect(found('commander')).toEqual(['keyPreset'])
  expect(found('nothing like that')).toEqual([])
  expect(foundSettings('files', '')).toEqual(['showHidden', 'foldersFirst', 'confirmTrash', 'previews', 'thumbnails'])
})

test('all words count, in any order', () => {
  expect(hasWords('Copy to the other pane', 'pane copy')).toBe(true)
  expect(hasWords('Copy to the other pane', 'pane move')).toBe(false)
})
