import { Tabs } from '@base-ui/react/tabs'
import { type ReactNode, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { type SettingKey, settingOf } from '../../../contract/settings/settings.ts'
import { text } from '../../strings/text.ts'
import { DialogBox, DialogButtons } from '../../ui/dialog.tsx'
import type { PreferenceStore } from './preferences.ts'
import { SettingRow } from './setting-row.tsx'
import { foundSettings, hasWords, type SettingsGroup, settingsGroups } from './settings-search.ts'

/** A part of the settings that another feature provides, shown in one of the groups. */
export interface SettingsPart {
  readonly id: string
  readonly group: SettingsGroup
  /** The text of each row; a search that matches one of them shows the part. */
  readonly words: readonly string[]
  readonly content: (search: string) => ReactNode
}

export interface SettingsDialogProps {
  /** The setting that is shown and focused at the start. */
  readonly at?: SettingKey | undefined
  readonly preferences: PreferenceStore
  readonly parts: readonly SettingsPart[]
  /** Shown at the bottom, before the Close button. */
  readonly footer: ReactNode
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

export function SettingsDialog({ at, preferences, parts, footer, onClose, returnFocus }: SettingsDialogProps) {
  const [group, setGroup] = useState<SettingsGroup>(at === undefined ? 'window' : settingOf(at).group)
  const [search, setSearch] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const isSearching = search.trim() !== ''
  return (
    <DialogBox
      name={text('settings.title')}
      heading={text('settings.title')}
      isWide
      isForm
      onClose={onClose}
      returnFocus={returnFocus}
      initialFocus={() => controlOf(box.current, at) ?? field.current}
    >
      <input
        ref={field}
        type="search"
        className="field mt-1 shrink-0"
        aria-label={text('settings.search')}
        placeholder={text('settings.search')}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <Tabs.Root
        orientation="vertical"
        value={isSearching ? null : group}
        onValueChange={(next) => {
          setSearch('')
          setGroup(next as SettingsGroup)
        }}
        ref={box}
        className="mt-3 flex h-[min(28rem,60vh)] min-h-0 gap-4"
      >
        <Tabs.List
          aria-label={text('settings.groups')}
          className="flex w-27 shrink-0 flex-col gap-0.5 overflow-auto p-0.5"
        >
          {settingsGroups.map((each) => (
            <Tabs.Tab
              key={each}
              value={each}
              className="min-h-7.5 rounded-[7px] px-2 text-start text-ink-2 hover:bg-row data-[active]:bg-sea-soft data-[active]:font-semibold data-[active]:text-sea-ink"
            >
              {text(`settings.group.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {isSearching ? (
          <section aria-label={text('settings.found')} className="min-w-0 flex-1 overflow-auto px-0.5">
            <Found preferences={preferences} parts={parts} search={search.trim()} />
          </section>
        ) : (
          <Tabs.Panel value={group} className="min-w-0 flex-1 overflow-auto px-0.5">
            <Group group={group} preferences={preferences} parts={parts} search="" />
          </Tabs.Panel>
        )}
      </Tabs.Root>
      <DialogButtons>
        {footer}
        <button type="button" className="btn btn-primary" onClick={onClose}>
          {text('dialog.close')}
        </button>
      </DialogButtons>
    </DialogBox>
  )
}

function controlOf(box: HTMLElement | null, at: SettingKey | undefined): HTMLElement | undefined {
  const row = at === undefined ? null : box?.querySelector(`[data-setting=${at}]`)
  return row?.querySelector<HTMLElement>('select, input') ?? undefined
}

interface FoundProps extends Pick<SettingsDialogProps, 'preferences' | 'parts'> {
  readonly search: string
}

function Found(props: FoundProps) {
  const groups = settingsGroups.filter((group) => isFound(group, props))
  if (groups.length === 0) {
    return (
      <p role="status" className="text-ink-2">
        {text('settings.none', { search: props.search })}
      </p>
    )
  }
  return groups.map((group) => (
    <section key={group} aria-label={text(`settings.group.${group}`)} className="mb-3">
      <h3 className="text-small font-semibold text-ink-3">{text(`settings.group.${group}`)}</h3>
      <Group {...props} group={group} />
    </section>
  ))
}

function isFound(group: SettingsGroup, { parts, search }: FoundProps): boolean {
  return foundSettings(group, search).length > 0 || partsOf(group, parts, search).length > 0
}

function Group({ group, preferences, parts, search }: FoundProps & { readonly group: SettingsGroup }) {
  const settings = useStore(preferences)
  return (
    <>
      {foundSettings(group, search).map((key) => (
        <SettingRow key={key} name={key} settings={settings} onChange={preferences.change} />
      ))}
      {partsOf(group, parts, search).map(({ id, content }) => (
        <div key={id}>{content(search)}</div>
      ))}
    </>
  )
}

function partsOf(group: SettingsGroup, parts: readonly SettingsPart[], search: string): readonly SettingsPart[] {
  return parts.filter((part) => part.group === group && part.words.some((words) => hasWords(words, search)))
}
