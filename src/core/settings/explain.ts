/** What the settings file says of itself and of each setting, for who opens it in an editor. */
import { isScalar, Scalar, stringify, type YAMLMap } from 'yaml'
import { type SettingKey, settingKeys, settingOf } from '../../contract/settings/settings.ts'
import { nameOf } from '../files/yaml-edit.ts'

const head = ` Settings of Portolan. Every open window follows a change of this file at once.
 A value that is wrong counts as if it was not there; the window says so.`

/** The file as it is first written: all settings, each with what it means and its standard. */
export function firstText(): string {
  const parts = settingKeys.map((key) => `${commented(aboutOf(key))}\n${stringify({ [key]: settingOf(key).standard })}`)
  return `${commented(head)}\n\n${parts.join('\n')}`
}

/** Puts what a setting means above its line. */
export function explained(map: YAMLMap, key: SettingKey): void {
  const pair = map.items.find((item) => nameOf(item) === key)
  if (!pair) return
  const name = isScalar(pair.key) ? pair.key : new Scalar(key)
  name.commentBefore = aboutOf(key)
  name.spaceBefore = true
  pair.key = name
}

function aboutOf(key: SettingKey): string {
  const setting = settingOf(key)
  const { about } = setting
  if (setting.kind === 'choice') return ` ${about}\n One of: ${Object.keys(setting.choices).join(', ')}.`
  if (setting.kind === 'number') return ` ${about} From ${setting.least} to ${setting.most}.`
  if (setting.kind === 'keys') return ` ${about}\n As in:\n   keys:\n     file.copy: [F5, Ctrl+Shift+C]`
  return ` ${about} true or false.`
}

function commented(text: string): string {
  return text
    .split('\n')
    .map((line) => `#${line}`)
    .join('\n')
}
