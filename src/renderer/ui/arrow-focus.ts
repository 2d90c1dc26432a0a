import { useEffect, useRef } from 'react'
import { stepOfArrow } from './direction.ts'

const focusable = 'button:not(:disabled), a[href], [tabindex="0"]'

type Rows = readonly (readonly HTMLElement[])[]

/**
 * Arrow keys move the focus among buttons in rows. Up and Down move to the next row, to the same column if it exists;
 * Left and Right move within a row. Home and End move to the first and the last row.
 */
export function useArrowFocus(element: HTMLElement | null, rowsOf: (element: HTMLElement) => Rows): void {
  const latest = useRef(rowsOf)
  useEffect(() => {
    latest.current = rowsOf
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => element && moveFocus(event, latest.current(element))
    element?.addEventListener('keydown', onKeyDown)
    return () => element?.removeEventListener('keydown', onKeyDown)
  }, [element])
}

function moveFocus(event: KeyboardEvent, rows: Rows): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return
  const filled = rows.filter((row) => row.length > 0)
  const at = filled.findIndex((row) => row.some((element) => element === event.target))
  const row = filled[at]
  if (!row) return
  const column = row.findIndex((element) => element === event.target)
  const next = nextPlace(event.key, { at, column, last: filled.length - 1 })
  const target = next && (filled[next.at]?.[next.column] ?? (next.at === at ? undefined : filled[next.at]?.at(-1)))
  if (!target) return
  event.preventDefault()
  target.focus()
}

export function focusablesIn(element: Element): HTMLElement[] {
  return [...element.querySelectorAll<HTMLElement>(focusable)].filter((each) => each.offsetParent !== null)
}

interface Place {
  readonly at: number
  readonly column: number
}

/** Returns the place to which a key moves; undefined for a key that does not move. */
export function nextPlace(key: string, { at, column, last }: Place & { readonly last: number }): Place | undefined {
  const places: Readonly<Record<string, Place>> = {
    ArrowUp: { at: at - 1, column },
    ArrowDown: { at: at + 1, column },
    Home: { at: 0, column },
    End: { at: last, column },
  }
  const step = stepOfArrow(key)
  const place = step ? { at, column: column + step } : Object.hasOwn(places, key) ? places[key] : undefined
  return place && place.at >= 0 && place.at <= last && place.column >= 0 ? place : undefined
}
