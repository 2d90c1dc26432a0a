import { useEffect, useRef, useState } from 'react'
import { type Failure, failureOf } from '../../../contract/failure.ts'

export interface SumsWork<Row> {
  readonly isRunning: boolean
  readonly wasStopped: boolean
  readonly rows: readonly Row[]
  /** The number of rows that were not kept because there are too many. */
  readonly dropped: number
  readonly files: number
  readonly bytes: number
  readonly failure?: Failure
}

type SumsStep<Row> =
  | { readonly kind: 'progress'; readonly files: number; readonly bytes: number }
  | { readonly kind: 'row'; readonly row: Row }

export const mostRows = 100_000
const drawnEveryMs = 100

/**
 * Collects streamed rows and updates the state a few times a second. It stops when the stream ends, the user stops it,
 * or the dialog closes.
 */
export function useSumsWork<Row>() {
  const [state, setState] = useState<SumsWork<Row>>()
  const leaving = useRef<AbortController>(undefined)
  useEffect(() => () => leaving.current?.abort(), [])

  async function start(steps: (signal: AbortSignal) => AsyncIterable<SumsStep<Row>>): Promise<void> {
    leaving.current?.abort()
    const control = new AbortController()
    leaving.current = control
    const rows: Row[] = []
    let [files, bytes, dropped, drawnMs] = [0, 0, 0, 0]
    const draw = (by: Partial<SumsWork<Row>>) => {
      if (leaving.current !== control) return
      drawnMs = performance.now()
      setState({ isRunning: true, wasStopped: false, rows: rows.slice(), dropped, files, bytes, ...by })
    }
    draw({})
    let end: Partial<SumsWork<Row>> = {}
    try {
      for await (const step of steps(control.signal)) {
        if (step.kind === 'progress') ({ files, bytes } = step)
        else if (rows.length < mostRows) rows.push(step.row)
        else dropped += 1
        if (performance.now() - drawnMs > drawnEveryMs) draw({})
      }
    } catch (error) {
      end = control.signal.aborted ? { wasStopped: true } : { failure: failureOf(error) }
    }
    draw({ ...end, isRunning: false })
  }
  return { state, start, stop: () => leaving.current?.abort() }
}
