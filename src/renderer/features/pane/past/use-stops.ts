import { useEffect, useState } from 'react'
import { formatLocation, type Location, presentOf } from '../../../../contract/location.ts'
import type { Pane } from '../pane.ts'
import { changesIn } from './time-travel.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
/** The steps of the slider if the store does not record changes. */
const plainAgesMs = [
  ...[5, 15, 30].map((count) => count * minuteMs),
  ...[1, 2, 3, 6, 12, 18].map((count) => count * hourMs),
  ...[1, 2, 3, 4, 5, 6, 7, 14, 21, 30, 60, 90, 180, 365].map((count) => count * dayMs),
]

interface Changes {
  readonly folder: string
  readonly momentsMs: readonly number[]
  readonly nowMs: number
}

/** Returns the moments of the slider, oldest first, including the shown one; the last is now. */
export function useStops(pane: Pane, location: Location, atMs: number): readonly number[] {
  const present = presentOf(location)
  const folder = formatLocation(present)
  const [changes, setChanges] = useState<Changes>()
  useEffect(() => {
    const control = new AbortController()
    async function look() {
      const found = await changesIn(pane.deps.client(), present, control.signal)
      if (control.signal.aborted) return
      const nowMs = Date.now()
      setChanges({ folder, nowMs, momentsMs: found ?? plainAgesMs.map((age) => nowMs - age) })
    }
    void look()
    return () => control.abort()
    // oxlint-disable-next-line react/exhaustive-deps -- the location as text: a new object may be the same place
  }, [pane, folder])
  return changes?.folder === folder ? stopsOf(changes, atMs) : [atMs]
}

export function stopsOf(changes: Pick<Changes, 'momentsMs' | 'nowMs'>, atMs: number): readonly number[] {
  const { momentsMs, nowMs } = changes
  return [...new Set([...momentsMs, nowMs, atMs])].toSorted((a, b) => a - b)
}
