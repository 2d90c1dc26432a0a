import { useEffect, useRef, useState } from 'react'
import type { Plugin } from '../../../contract/api/plugins.ts'
import { text } from '../../strings/text.ts'

export interface PluginRowProps {
  readonly plugin: Plugin
  /** Why the plugin could not be enabled or disabled. */
  readonly failure: string | undefined
  readonly isBusy: boolean
  readonly onEnable: () => void
  readonly onDisable: () => void
}

/**
 * Shows one plugin: its description, its source and its contributions. Enabling it requires a confirmation after a
 * warning.
 */
export function PluginRow({ plugin, failure, isBusy, onEnable, onDisable }: PluginRowProps) {
  const [isAsking, setIsAsking] = useState(false)
  const { name, version, about, path, state } = plugin
  const brings = [
    ...plugin.types.map((type) => text('plugins.type', { name: type })),
    ...plugin.rules.map((rule) => text('plugins.rule', { name: rule })),
  ].join(', ')
  const isOn = state === 'on' || state === 'broken'
  const said = failure ?? plugin.problem ?? (state === 'changed' ? text('plugins.changed') : undefined)
  return (
    <li className="border-b border-line py-2">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <p className="break-words">
            <span className="font-semibold">{name}</span>
            {version !== undefined && <span className="text-ink-3"> {version}</span>}
            <span className="text-ink-3"> · {text(isOn ? 'plugins.on' : 'plugins.off')}</span>
          </p>
          {about !== undefined && <p className="break-words text-ink-2">{about}</p>}
          {brings !== '' && (
            <p className="text-small break-words text-ink-2">{text('plugins.brings', { what: brings })}</p>
          )}
          <p className="text-small break-all text-ink-3 select-text">{path}</p>
        </div>
        {!isAsking && (
          <button
            type="button"
            className="btn shrink-0"
            aria-label={text(isOn ? 'plugins.disable-of' : 'plugins.enable-of', { name })}
            disabled={isBusy}
            onClick={() => (isOn ? onDisable() : setIsAsking(true))}
          >
            {text(isOn ? 'plugins.disable' : 'plugins.enable')}
          </button>
        )}
      </div>
      {said !== undefined && (
        <p role={failure === undefined ? undefined : 'alert'} className="mt-1 break-words text-bad select-text">
          {said}
        </p>
      )}
      {isAsking && (
        <Warning
          name={name}
          onCancel={() => setIsAsking(false)}
          onAgreed={() => {
            setIsAsking(false)
            onEnable()
          }}
        />
      )}
    </li>
  )
}

interface WarningProps {
  readonly name: string
  readonly onAgreed: () => void
  readonly onCancel: () => void
}

function Warning({ name, onAgreed, onCancel }: WarningProps) {
  const cancel = useRef<HTMLButtonElement>(null)
  useEffect(() => cancel.current?.focus(), [])
  return (
    <div role="group" aria-label={text('plugins.enable-of', { name })} className="mt-1.5">
      <p className="guard-notice break-words">{text('plugins.warning', { name })}</p>
      <div className="mt-1.5 flex flex-wrap justify-end gap-2">
        <button ref={cancel} type="button" className="btn" onClick={onCancel}>
          {text('plugins.cancel')}
        </button>
        <button type="button" className="btn" onClick={onAgreed}>
          {text('plugins.enable-now')}
        </button>
      </div>
    </div>
  )
}
