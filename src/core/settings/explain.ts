/** The comments in the settings file about the file and each setting, for users who open it in an editor. */
import { isScalar, Scalar, stringify, type YAMLMap } from 'yaml'
import { type SettingKey, settingKeys, settingOf } from '../../contract/settings/settings.ts'
import { nameOf } from '../files/yaml-edit.ts'
import { said } from '../../contract/sentences/said.ts'

const head = ` ${said('settings-file.about').message}\n ${said('settings-file.about-mistakes').message}`

/** Returns the initial file: all settings, each with its explanation and its default. */
export function firstText(): string {
  const parts = settingKeys.map((key) => `${commented(aboutOf(key))}\n${stringify({ [key]: settingOf(key).standard })}`)
  return `${commented(head)}\n\n${parts.join('\n')}`
}

/** Adds the explanation of a setting above its line. */
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
  if (setting.kind === 'choice') return ` ${about}\n ${choicesOf(Object.keys(setting.choices))}`
  if (setting.kind === 'number')
    return ` ${about} ${said('settings-file.range', { least: setting.least, most: setting.most }).message}`
  if (setting.kind === 'keys')
    return ` ${about}\n ${said('settings-file.keys').message}\n   keys:\n     file.copy: [F5, Ctrl+Shift+C]`
  return ` ${about} ${said('settings-file.switch').message}`
}

function choicesOf(names: readonly string[]): string {
  return said('settings-file.choices', { choices: names.join(', ') }).message
}

function commented(text: string): string {
  return text
    .split('\n')
    .map((line) => `#${line}`)
    .join('\n')
}
