/** Which settings a search finds. Plain functions. */
import { type SettingKey, settingKeys, settingOf } from '../../../contract/settings/settings.ts'

export const settingsGroups = ['window', 'files', 'transfers', 'keys', 'mounts', 'plugins', 'privacy'] as const
export type SettingsGroup = (typeof settingsGroups)[number]

/** Has the text every typed word in it, whatever the case? */
export function hasWords(words: string, search: string): boolean {
  const folded = words.toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => folded.includes(word))
}

/** The settings of a group that a search finds; own keys are no row but a part. */
export function foundSettings(group: SettingsGroup, search: string): readonly SettingKey[] {
  return settingKeys.filter((key) => {
    const setting = settingOf(key)
    if (setting.group !== group || setting.kind === 'keys') return false
    const choices = setting.kind === 'choice' ? Object.values(setting.choices).join(' ') : ''
    return hasWords(`${key} ${setting.title} ${setting.about} ${choices}`, search)
  })
}
