import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { formatLocation, type Location } from '../../../../contract/location.ts'
import { text } from '../../../strings/text.ts'

export interface LocationInputProps {
  readonly location: Location
  /** Goes there, or says in a sentence why not. */
  readonly onGo: (typed: string) => Promise<string | undefined>
  readonly onLeave: () => void
}

export function LocationInput({ location, onGo, onLeave }: LocationInputProps) {
  const input = useRef<HTMLInputElement>(null)
  const errorId = useId()
  const [error, setError] = useState<string>()

  useEffect(() => {
    input.current?.focus()
    input.current?.select()
  }, [])

  async function go() {
    setError(await onGo(input.current?.value.trim() ?? ''))
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter') void go()
    else if (event.key === 'Escape') onLeave()
    else return
    event.stopPropagation()
    event.preventDefault()
  }

  return (
    <div className="relative min-w-0 flex-1">
      <input
        ref={input}
        className={`h-6 w-full rounded-md border bg-paper px-2 ${error ? 'border-bad' : 'border-line-strong'}`}
        aria-label={text('pane.location')}
        aria-invalid={error !== undefined}
        aria-describedby={error ? errorId : undefined}
        placeholder={text('pane.location-hint')}
        defaultValue={formatLocation(location)}
        spellCheck={false}
        autoComplete="off"
        onKeyDown={onKeyDown}
        onChange={() => setError(undefined)}
        onBlur={(event) => document.hasFocus() && event.relatedTarget !== null && onLeave()}
      />
      {error && (
        <p
          id={errorId}
          role="alert"
          className="absolute top-7 left-0 z-10 rounded-md border border-bad bg-panel px-2 py-1 text-small text-bad shadow-float"
        >
          {error}
        </p>
      )}
    </div>
  )
}
