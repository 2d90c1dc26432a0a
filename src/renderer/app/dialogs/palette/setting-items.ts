/** The settings as items of the palette. All functions are pure. */
import {
  type Setting,
  type SettingKey,
  settingKeys,
  settingOf,
  type Settings,
} from '../../../../contract/settings/settings.ts'
import { localized } from '../../../strings/locale.ts'
import { text } from '../../../strings/text.ts'
import type { PaletteItem } from '../../../features/palette/rank.ts'
import type { PreferenceChanges } from '../../../features/settings/preferences.ts'

export interface SettingUser {
  readonly show: (key: SettingKey) => void
  readonly change: (changes: PreferenceChanges) => void
}

/**
 * Returns each setting with its value. Enter opens it in the settings dialog; Ctrl+Enter toggles a switch at once.
 * Keyboard shortcuts are not included.
 */
export function settingItems(settings: Settings, user: SettingUser): readonly PaletteItem[] {
  return settingKeys.flatMap((key) => itemOf(key, settings, user) ?? [])
}

function itemOf(key: SettingKey, settings: Settings, { show, change }: SettingUser): PaletteItem | undefined {
  const setting = settingOf(key)
  const value = settings[key]
  if (typeof value === 'object') return undefined
  const item = {
    id: `setting ${key}`,
    kind: 'setting' as const,
    title: localized(setting.title),
    note: text('palette.setting', { value: valueText(setting, value) }),
    run: () => show(key),
  }
  return typeof value === 'boolean' ? { ...item, runOtherwise: () => change({ [key]: !value }) } : item
}

function valueText(setting: Setting, value: boolean | number | string): string {
  if (setting.kind === 'switch') return text(value === true ? 'palette.on' : 'palette.off')
  if (setting.kind === 'choice') return localized(setting.choices[String(value)] ?? String(value))
  return setting.kind === 'number' ? `${value} ${setting.unit}` : String(value)
}
