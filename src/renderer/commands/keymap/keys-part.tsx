import { RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import { type CommandId, commandIds } from '../../../contract/command-list.ts'
import type { PreferenceStore } from '../../features/settings/preferences.ts'
import { hasWords } from '../../features/settings/settings-search.ts'
import { text } from '../../strings/text.ts'
import { keyLabel } from '../keys.ts'
import { KeyCapture } from './key-capture.tsx'
import { keymapOf } from '../../../contract/settings/keymap.ts'
import { isBrowserKey } from '../../../contract/settings/proper-key.ts'
import { takenBack, withKeys, withoutKeys } from './remap.ts'
import { titleOf } from '../command.ts'

export interface KeysPartProps {
  readonly preferences: PreferenceStore
  readonly search: string
  /** True in a browser, where some shortcuts never reach the window. */
  readonly isBrowser: boolean
}

/** Returns the texts that a search for shortcuts looks in: the title and the shortcuts of every command. */
export function wordsOfKeys(preferences: PreferenceStore): readonly string[] {
  return commandIds.map((id) => wordsOf(id, keymapOf(preferences.getState()).keysOf(id)))
}

/** Lists every command with its shortcuts, which can be changed. */
export function KeysPart({ preferences, search, isBrowser }: KeysPartProps) {
  const { keyPreset, keys } = useStore(preferences)
  const [asking, setAsking] = useState<CommandId>()
  const [told, setTold] = useState<{ readonly id: CommandId; readonly lines: readonly string[] }>()
  const choices = { keyPreset, keys }
  const keymap = keymapOf(choices)
  const shown = commandIds.filter((id) => hasWords(wordsOf(id, keymap.keysOf(id)), search))
  return (
    <>
      {Object.keys(keys).length > 0 && (
        <div className="flex justify-end py-1.5">
          <button type="button" className="btn" onClick={() => preferences.change({ keys: null })}>
            {text('keys.reset-all')}
          </button>
        </div>
      )}
      <ul aria-label={text('keys.list')}>
        {shown.map((id) => (
          <li key={id} className="border-b border-line py-1">
            <KeysRow
              id={id}
              keys={keymap.keysOf(id)}
              isOwn={keymap.isOwn(id)}
              isBrowser={isBrowser}
              onAsk={() => {
                setTold(undefined)
                setAsking(id)
              }}
              onReset={() => {
                setTold({ id, lines: takenBack(choices, id).map(takenBackText) })
                preferences.change({ keys: withoutKeys(choices, id) })
              }}
            />
            {told?.id === id && told.lines.length > 0 && (
              <p role="status" className="text-small text-ink-2">
                {told.lines.join(' ')}
              </p>
            )}
            {asking === id && (
              <KeyCapture
                id={id}
                keymap={keymap}
                isBrowser={isBrowser}
                onKeys={(next) => preferences.change({ keys: withKeys(choices, id, next) })}
                onDone={() => setAsking(undefined)}
              />
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

function takenBackText({ key, from }: ReturnType<typeof takenBack>[number]): string {
  return text('keys.taken-back', { key: keyLabel(key), command: titleOf(from) })
}

interface KeysRowProps {
  readonly id: CommandId
  readonly keys: readonly string[]
  readonly isOwn: boolean
  readonly isBrowser: boolean
  readonly onAsk: () => void
  readonly onReset: () => void
}

function KeysRow({ id, keys, isOwn, isBrowser, onAsk, onReset }: KeysRowProps) {
  const title = titleOf(id)
  const kept = isBrowser ? keys.filter(isBrowserKey) : []
  return (
    <div className="flex min-h-7 flex-wrap items-center gap-x-2 gap-y-1">
      <span className="min-w-40 flex-1">{title}</span>
      <span className={`text-small ${isOwn ? 'font-semibold text-ink' : 'text-ink-2'}`}>
        {keys.length === 0 ? text('keys.none') : keys.map(keyLabel).join(', ')}
      </span>
      {isOwn && (
        <button
          type="button"
          className="icon-btn"
          aria-label={text('keys.reset', { command: title })}
          title={text('keys.reset', { command: title })}
          onClick={onReset}
        >
          <RotateCcw aria-hidden className="size-3.5" />
        </button>
      )}
      <button
        type="button"
        className="btn"
        data-keys-of={id}
        aria-label={text('keys.change-of', { command: title })}
        onClick={onAsk}
      >
        {text('keys.change')}
      </button>
      {kept.length > 0 && (
        <span className="w-full text-small text-ink-3">
          {text('keys.browser-has', { keys: kept.map(keyLabel).join(', ') })}
        </span>
      )}
    </div>
  )
}

function wordsOf(id: CommandId, keys: readonly string[]): string {
  return `${titleOf(id)} ${keys.join(' ')} ${keys.map(keyLabel).join(' ')}`
}
