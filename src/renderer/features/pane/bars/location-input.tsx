import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { computerMount, describeLocation, type Location } from '../../../../contract/location.ts'
import { text } from '../../../strings/text.ts'
import { type Complete, useCompletions } from '../../../ui/hooks/use-completions.ts'
import { LocationChoices } from './location-choices.tsx'

export interface LocationInputProps {
  readonly location: Location
  /** Opens the typed location. Resolves to a sentence if that fails. */
  readonly onGo: (typed: string) => Promise<string | undefined>
  /** Returns possible completions of a location. */
  readonly onComplete: Complete
  readonly onLeave: () => void
}

/** An input for a location. It offers folders while the user types; Tab and the right arrow accept one. */
export function LocationInput({ location, onGo, onComplete, onLeave }: LocationInputProps) {
  const input = useRef<HTMLInputElement>(null)
  const errorId = useId()
  const listId = useId()
  const [error, setError] = useState<string>()
  const [typed, setTyped] = useState(() => shownLocation(location))
  const [active, setActive] = useState<number>()
  const choices = useCompletions(typed, onComplete, { isWanted: typed !== shownLocation(location) })
  const chosen = active === undefined ? undefined : choices[active]

  useEffect(() => {
    input.current?.focus()
    input.current?.select()
  }, [])

  function type(next: string) {
    setTyped(next)
    setActive(undefined)
    setError(undefined)
  }

  async function go(to: string) {
    setError(await onGo(to.trim()))
  }

  function move(step: 1 | -1) {
    if (choices.length === 0) return
    setActive(
      active === undefined ? (step > 0 ? 0 : choices.length - 1) : (active + step + choices.length) % choices.length,
    )
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    const { selectionStart, selectionEnd, value } = event.currentTarget
    const isAtEnd = selectionStart === value.length && selectionEnd === value.length
    const offered = chosen ?? choices[0]
    if (event.key === 'Enter') void go(chosen ?? typed)
    else if (event.key === 'Escape' && active !== undefined) setActive(undefined)
    else if (event.key === 'Escape') onLeave()
    else if (event.key === 'ArrowDown') move(1)
    else if (event.key === 'ArrowUp') move(-1)
    else if (takesOver(event, isAtEnd) && offered !== undefined) type(offered)
    else return
    event.stopPropagation()
    event.preventDefault()
  }

  return (
    <div className="relative min-w-0 flex-1">
      <input
        ref={input}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={active === undefined ? undefined : `${listId}-${active}`}
        className={`h-6 w-full rounded-md border bg-paper px-2 ${error ? 'border-bad' : 'border-line-strong'}`}
        aria-label={text('pane.location')}
        aria-invalid={error !== undefined}
        aria-describedby={error ? errorId : undefined}
        placeholder={text('pane.location-hint')}
        value={typed}
        spellCheck={false}
        autoComplete="off"
        onKeyDown={onKeyDown}
        onChange={(event) => type(event.target.value)}
        onBlur={(event) => document.hasFocus() && event.relatedTarget !== null && onLeave()}
      />
      <LocationChoices
        id={listId}
        choices={error ? [] : choices}
        active={active}
        onChoose={(choice) => void go(choice)}
      />
      {error && (
        <p
          id={errorId}
          role="alert"
          className="absolute top-7 start-0 z-10 rounded-md border border-bad bg-panel px-2 py-1 text-small text-bad shadow-float"
        >
          {error}
        </p>
      )}
    </div>
  )
}

/** Tells whether a key accepts a completion: Tab, or the right arrow at the end of the text. */
function takesOver(event: KeyboardEvent, isAtEnd: boolean): boolean {
  if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return false
  return event.key === 'Tab' || (event.key === 'ArrowRight' && isAtEnd)
}

/**
 * Formats a location. A place on this computer is shown as a path, unless its name has escaped bytes, which a path
 * cannot contain.
 */
function shownLocation(location: Location): string {
  const isPath = location.mount === computerMount && !location.path.includes('‛')
  return isPath ? `/${location.path}` : describeLocation(location)
}
