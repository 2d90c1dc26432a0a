import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { standardSettings } from '../../../contract/settings/settings.ts'
import { createPreferences } from '../../features/settings/preferences.ts'
import { rememberedLook, rememberLook } from './remembered-look.ts'

const kept = new Map<string, string>()

beforeEach(() => {
  kept.clear()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  })
})
afterEach(() => vi.unstubAllGlobals())

test('a window starts with its last theme and text size, but no other settings', () => {
  const preferences = createPreferences({ client: () => expect.unreachable(), onProblem: () => {} })
  rememberLook(preferences)
  preferences.follow({ values: { theme: 'dark', textSize: 150, showHidden: true }, problems: [], path: '' })
  expect(rememberedLook()).toEqual({ ...standardSettings, theme: 'dark', textSize: 150 })
})

test('ignores a damaged stored look', () => {
  expect(rememberedLook()).toEqual(standardSettings)
  for (const damaged of ['{', '[]', 'null', '{"theme":"pink","textSize":9000}']) {
    kept.set('portolan.look', damaged)
    expect(rememberedLook()).toEqual(standardSettings)
  }
})
