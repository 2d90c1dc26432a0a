import type { ReactNode } from 'react'
import { type Setting, type SettingKey, settingOf, type Settings } from '../../../contract/settings/settings.ts'
import type { PreferenceChanges } from './preferences.ts'
import { localized } from '../../strings/locale.ts'

export interface SettingRowProps {
  readonly name: SettingKey
  readonly settings: Settings
  readonly onChange: (changes: PreferenceChanges) => void
}

/** One setting with the control for its kind. */
export function SettingRow({ name, settings, onChange }: SettingRowProps) {
  const setting = settingOf(name)
  const value = settings[name]
  const set = (next: unknown) => onChange({ [name]: next })
  if (setting.kind === 'switch') {
    return (
      <Row setting={name} title={localized(setting.title)} hint={localized(setting.about)}>
        <input
          type="checkbox"
          role="switch"
          className="switch"
          checked={value === true}
          aria-checked={value === true}
          onChange={(event) => set(event.target.checked)}
        />
      </Row>
    )
  }
  if (typeof value === 'object') return null
  const isNumber = setting.kind === 'number'
  return (
    <Row setting={name} title={localized(setting.title)} hint={localized(setting.about)}>
      <select
        className="field w-44 max-w-full"
        value={String(value)}
        onChange={({ target }) => set(isNumber ? Number(target.value) : target.value)}
      >
        {optionsOf(setting, value).map(([id, title]) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </Row>
  )
}

/** The name of a setting, with its control beside it, or below it in a narrow window. */
export function Row({
  setting,
  title,
  hint,
  children,
}: {
  readonly setting?: SettingKey
  readonly title: string
  readonly hint?: string
  readonly children: ReactNode
}) {
  return (
    <label
      data-setting={setting}
      title={hint}
      className="flex min-h-9.5 flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line py-1"
    >
      <span className="min-w-0 break-words">{title}</span>
      {children}
    </label>
  )
}

/** A number between two steps was written by hand in the file. It is offered as an option, too. */
function optionsOf(setting: Setting, value: unknown): readonly (readonly [string, string])[] {
  if (setting.kind === 'choice') return Object.entries(setting.choices).map(([id, title]) => [id, localized(title)])
  if (setting.kind !== 'number') return []
  const { least, most, step, unit } = setting
  const steps = Array.from({ length: Math.floor((most - least) / step) + 1 }, (_, at) => least + at * step)
  const all = typeof value === 'number' && !steps.includes(value) ? [...steps, value] : steps
  return all.toSorted((a, b) => a - b).map((each) => [String(each), `${each} ${unit}`])
}
