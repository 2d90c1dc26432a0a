/** Finds the settings that match a search. All functions are pure. */
import { type SettingKey, settingKeys, settingOf } from '../../../contract/settings/settings.ts'

export const settingsGroups = ['window', 'files', 'transfers', 'keys', 'mounts', 'plugins', 'privacy'] as const
export type SettingsGroup = (typeof settingsGroups)[number]

/** Tells whether the text contains every typed word, ignoring case. */
export function hasWords(words: string, search: string): boolean {
  const folded = words.toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => folded.includes(word))
}

/** Returns the matching settings of a group. The keyboard shortcuts are a part of their own and not a row. */
export function foundSettings(group: SettingsGroup, search: string): readonly SettingKey[] {
  return settingKeys.filter((key) => {
    const setting = settingOf(key)
    if (setting.group !== group || setting.kind === 'keys') return false
    const choices = setting.kind === 'choice' ? Object.values(setting.choices).join(' ') : ''
    return hasWords(`${key} ${setting.title} ${setting.about} ${choices}`, search)
  })
}
