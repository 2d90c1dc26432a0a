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

test('a window begins with the look it had last, and with nothing else of the settings', () => {
  const preferences = createPreferences({ client: () => expect.unreachable(), onProblem: () => {} })
  rememberLook(preferences)
  preferences.follow({ values: { theme: 'dark', textSize: 150, showHidden: true }, problems: [], path: '' })
  expect(rememberedLook()).toEqual({ ...standardSettings, theme: 'dark', textSize: 150 })
})

test('what was kept and is damaged is as if it had not been there', () => {
  expect(rememberedLook()).toEqual(standardSettings)
  for (const damaged of ['{', '[]', 'null', '{"theme":"pink","textSize":9000}']) {
    kept.set('portolan.look', damaged)
    expect(rememberedLook()).toEqual(standardSettings)
  }
})
