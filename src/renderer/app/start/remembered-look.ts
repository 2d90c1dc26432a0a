/**
 * Remembers the last appearance of the window, so that it starts with it. The settings arrive from the host only a
 * moment later.
 */
import { readSettings, type Settings, standardSettings } from '../../../contract/settings/settings.ts'
import { fieldsOf } from '../../../lib/unknown-value.ts'
import type { PreferenceStore } from '../../features/settings/preferences.ts'

const key = 'portolan.look'
const lookKeys = ['theme', 'contrast', 'textSize', 'density'] as const

export function rememberedLook(): Settings {
  try {
    const kept = fieldsOf(JSON.parse(localStorage.getItem(key) ?? '{}'))
    return readSettings(Object.fromEntries(lookKeys.map((name) => [name, kept[name]])))
  } catch {
    return standardSettings
  }
}

export function rememberLook(preferences: PreferenceStore): void {
  preferences.subscribe((now, before) => {
    if (lookKeys.every((name) => now[name] === before[name])) return
    localStorage.setItem(key, JSON.stringify(Object.fromEntries(lookKeys.map((name) => [name, now[name]]))))
  })
}
