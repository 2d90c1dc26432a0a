import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { CommandId } from '../../../contract/command-list.ts'
import { text } from '../../strings/text.ts'
import { keyLabel, keyName } from '../keys.ts'
import type { Keymap } from '../../../contract/settings/keymap.ts'
import { isBrowserKey, whyNoKey } from '../../../contract/settings/proper-key.ts'
import { titleOf } from '../command.ts'

export interface KeyCaptureProps {
  readonly id: CommandId
  readonly keymap: Keymap
  readonly isBrowser: boolean
  readonly onKeys: (keys: readonly string[]) => void
  readonly onDone: () => void
}

const modifierKeys: ReadonlySet<string> = new Set(['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Dead'])

/** Records a new shortcut when the user presses it. Tab and Escape keep their usual meaning. */
export function KeyCapture({ id, keymap, isBrowser, onKeys, onDone }: KeyCaptureProps) {
  const [key, setKey] = useState<string>()
  const field = useRef<HTMLButtonElement>(null)
  useEffect(() => field.current?.focus(), [])
  const other = key === undefined ? undefined : keymap.commandOf(key)
  const clash = other === id ? undefined : other
  const refusal = key === undefined ? undefined : whyNoKey(key)

  function leave() {
    onDone()
    document.querySelector<HTMLElement>(`[data-keys-of="${id}"]`)?.focus()
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Tab' || modifierKeys.has(event.key)) return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') return leave()
    setKey(keyName(event))
  }

  function give(keys: readonly string[]) {
    onKeys(keys)
    leave()
  }

  return (
    <div role="group" aria-label={text('keys.change-of', { command: titleOf(id) })} className="mt-1 pb-1">
      <div className="flex flex-wrap items-center gap-2">
        <button ref={field} type="button" className="field w-auto min-w-48 flex-1 text-start" onKeyDown={onKeyDown}>
          {key === undefined ? text('keys.press') : keyLabel(key)}
        </button>
        {key !== undefined && refusal === undefined && (
          <>
            <button type="button" className="btn btn-primary" onClick={() => give([key])}>
              {text(clash === undefined ? 'keys.use' : 'keys.take-over')}
            </button>
            {keymap.keysOf(id).length > 0 && (
              <button type="button" className="btn" onClick={() => give([...keymap.keysOf(id), key])}>
                {text('keys.add')}
              </button>
            )}
          </>
        )}
        {keymap.keysOf(id).length > 0 && key === undefined && (
          <button type="button" className="btn" onClick={() => give([])}>
            {text('keys.take-away')}
          </button>
        )}
        <button type="button" className="btn" onClick={leave}>
          {text('dialog.cancel')}
        </button>
      </div>
      <p
        role="status"
        className={`mt-1 text-small ${clash === undefined && refusal === undefined ? 'text-ink-3' : 'text-warn'}`}
      >
        {key !== undefined && noteOf(key, { clash, refusal, isBrowser })}
      </p>
    </div>
  )
}

function noteOf(
  key: string,
  found: {
    readonly clash: CommandId | undefined
    readonly refusal: ReturnType<typeof whyNoKey>
    readonly isBrowser: boolean
  },
): string {
  const { clash, refusal, isBrowser } = found
  if (refusal !== undefined) return text(`keys.refused-${refusal}`, { key: keyLabel(key) })
  const said = [
    clash !== undefined && text('keys.clash', { key: keyLabel(key), command: titleOf(clash) }),
    isBrowser && isBrowserKey(key) && text('keys.browser-keeps', { key: keyLabel(key) }),
  ]
  return said.filter(Boolean).join(' ')
}
