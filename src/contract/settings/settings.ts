/**
 * Every setting of Portolan as plain data. The settings file and its comments, the window's dialog and the command line
 * use it. Each key is written at the top level of `settings.yaml`.
 */
import { assertNever } from '../../lib/assert-never.ts'
import { isRecord, isTextUpTo } from '../../lib/unknown-value.ts'
import { isCommandId } from '../command-list.ts'
import type { settingSentences } from '../sentences/own/settings.ts'

export type SettingGroup = 'window' | 'files' | 'keys' | 'privacy'

interface Shared {
  readonly group: SettingGroup
  readonly title: string
  /** Shown in the settings file and in help: one or two sentences. */
  readonly about: string
}
interface ChoiceSetting extends Shared {
  readonly kind: 'choice'
  readonly choices: Readonly<Record<string, string>>
  readonly standard: string
}
interface SwitchSetting extends Shared {
  readonly kind: 'switch'
  readonly standard: boolean
}
interface NumberSetting extends Shared {
  readonly kind: 'number'
  readonly least: number
  readonly most: number
  readonly step: number
  readonly unit: string
  readonly standard: number
}
/** Keyboard keys by command. */
interface KeysSetting extends Shared {
  readonly kind: 'keys'
  readonly standard: Readonly<Record<string, readonly string[]>>
}
export type Setting = ChoiceSetting | SwitchSetting | NumberSetting | KeysSetting

export const settingList = {
  theme: {
    group: 'window',
    title: 'Theme',
    about: 'Colours of the window.',
    kind: 'choice',
    choices: { system: 'As the system', light: 'Light', dark: 'Dark' },
    standard: 'system',
  },
  contrast: {
    group: 'window',
    title: 'Contrast',
    about: 'More contrast has darker text and stronger lines.',
    kind: 'choice',
    choices: { normal: 'Normal', more: 'More' },
    standard: 'normal',
  },
  textSize: {
    group: 'window',
    title: 'Text size',
    about: 'Size of all text, in percent.',
    kind: 'number',
    least: 100,
    most: 200,
    step: 10,
    unit: '%',
    standard: 100,
  },
  density: {
    group: 'window',
    title: 'Row height',
    about: 'How much room each row of files has.',
    kind: 'choice',
    choices: { compact: 'Compact', cosy: 'Cosy', roomy: 'Roomy' },
    standard: 'cosy',
  },
  dates: {
    group: 'window',
    title: 'Dates',
    about: 'relative: today 11:20, 3 Nov 09:12. iso: 2026-11-03 09:12. locale: as your language writes them.',
    kind: 'choice',
    choices: { relative: 'Relative', iso: 'ISO', locale: 'Local style' },
    standard: 'relative',
  },
  clock: {
    group: 'window',
    title: 'Clock',
    about: 'Times with 24 hours, or with am and pm. ISO dates always have 24 hours.',
    kind: 'choice',
    choices: { '24h': '24 hours', '12h': 'am and pm' },
    standard: '24h',
  },
  timeZone: {
    group: 'window',
    title: 'Time zone',
    about: 'Times of this computer’s time zone, or UTC.',
    kind: 'choice',
    choices: { local: 'Local', utc: 'UTC' },
    standard: 'local',
  },
  sizes: {
    group: 'window',
    title: 'Sizes',
    about: 'decimal: 1 MB is 1,000,000 bytes. binary: 1 MiB is 1,048,576 bytes.',
    kind: 'choice',
    choices: { decimal: 'Decimal (MB)', binary: 'Binary (MiB)' },
    standard: 'decimal',
  },
  showHidden: {
    group: 'files',
    title: 'Show hidden files',
    about: 'Show files and folders whose names begin with a dot.',
    kind: 'switch',
    standard: false,
  },
  foldersFirst: {
    group: 'files',
    title: 'Folders first',
    about: 'List folders before files in every sort order.',
    kind: 'switch',
    standard: true,
  },
  confirmTrash: {
    group: 'files',
    title: 'Ask before moving something to the trash',
    about: 'Ask before something goes to the trash. What can’t be brought back is always asked about.',
    kind: 'switch',
    standard: true,
  },
  previews: {
    group: 'files',
    title: 'Previews in the inspector',
    about:
      'Small previews of the file under the cursor. Elsewhere than on this computer, each of them reads a part of the file.',
    kind: 'choice',
    choices: { computer: 'On this computer', everywhere: 'Everywhere', asked: 'Only when asked for' },
    standard: 'computer',
  },
  thumbnails: {
    group: 'files',
    title: 'Thumbnails',
    about:
      'What pictures look like, in tabs that show pictures. Elsewhere than on this computer, each of them reads a part of the file, or all of it.',
    kind: 'choice',
    choices: { computer: 'On this computer', everywhere: 'Everywhere', off: 'Off' },
    standard: 'computer',
  },
  keyPreset: {
    group: 'keys',
    title: 'Keys',
    about: 'portolan: our own keys. commander: those of Total Commander and Double Commander where they differ.',
    kind: 'choice',
    choices: { portolan: 'Portolan', commander: 'Commander' },
    standard: 'portolan',
  },
  keys: {
    group: 'keys',
    title: 'Own keys',
    about: 'Your own keys by command, in place of the preset’s. An empty list leaves a command without keys.',
    kind: 'keys',
    standard: {},
  },
  rememberPlaces: {
    group: 'privacy',
    title: 'Remember recent places',
    about: 'Offer folders you were in lately when you go to a place.',
    kind: 'switch',
    standard: true,
  },
} as const satisfies Record<string, Setting>

export type SettingKey = keyof typeof settingList
type List = typeof settingList
type ValueOf<Key extends SettingKey> = List[Key] extends { readonly choices: infer Choices }
  ? keyof Choices
  : List[Key] extends { readonly kind: 'switch' }
    ? boolean
    : List[Key] extends { readonly kind: 'number' }
      ? number
      : Readonly<Record<string, readonly string[]>>
export type Settings = { readonly [Key in SettingKey]: ValueOf<Key> }

export const settingKeys = Object.keys(settingList) as readonly SettingKey[]

export function isSettingKey(key: unknown): key is SettingKey {
  return typeof key === 'string' && Object.hasOwn(settingList, key)
}

export function settingOf(key: SettingKey): Setting {
  return settingList[key]
}

export const standardSettings = Object.fromEntries(
  settingKeys.map((key) => [key, settingList[key].standard]),
) as unknown as Settings

const mostKeys = 10
const longestKey = 60

function isKeyList(value: unknown): value is readonly string[] {
  const isKey = (key: unknown) => isTextUpTo(key, longestKey) && key !== ''
  return Array.isArray(value) && value.length <= mostKeys && value.every(isKey)
}

/** Why a value is not valid, as a code of `contract/sentences`. */
export interface WrongValue {
  readonly code: keyof typeof settingSentences | 'config.true-or-false' | 'config.one-of'
  readonly values: Readonly<Record<string, string | number>>
}

/** Why a setting can't have a value; undefined where it can. */
export function whyNot(key: SettingKey, value: unknown): WrongValue | undefined {
  const setting = settingOf(key)
  switch (setting.kind) {
    case 'switch':
      return typeof value === 'boolean' ? undefined : { code: 'config.true-or-false', values: { key } }
    case 'choice':
      return typeof value === 'string' && Object.hasOwn(setting.choices, value)
        ? undefined
        : { code: 'config.one-of', values: { key, choices: Object.keys(setting.choices).join(', ') } }
    case 'number': {
      const { least, most } = setting
      const isIn = typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
      return isIn ? undefined : { code: 'setting.number', values: { key, least, most } }
    }
    case 'keys':
      return whyNoKeys(key, value)
    default:
      return assertNever(setting)
  }
}

function whyNoKeys(key: SettingKey, value: unknown): WrongValue | undefined {
  if (!isRecord(value)) return { code: 'setting.keys', values: { key } }
  const [first] = Object.entries(value).flatMap(([command, keys]) => whyNoCommandKeys(key, command, keys) ?? [])
  return first
}

/** Why a command can't have these keys in the setting `key`; undefined where it can. */
export function whyNoCommandKeys(key: SettingKey, command: string, keys: unknown): WrongValue | undefined {
  if (!isCommandId(command)) return { code: 'setting.unknown-command', values: { key, command } }
  return isKeyList(keys) ? undefined : { code: 'setting.command-keys', values: { key, command } }
}

/** Returns all settings from these values. An invalid or missing one has its default. */
export function readSettings(values: Readonly<Record<string, unknown>>): Settings {
  return Object.fromEntries(
    settingKeys.map((key) => [key, whyNot(key, values[key]) === undefined ? values[key] : standardSettings[key]]),
  ) as unknown as Settings
}
