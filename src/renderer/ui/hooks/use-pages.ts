import { useEffect, useRef, useState } from 'react'
import { type Failure, failureOf } from '../../../contract/failure.ts'

export interface Pages<T> {
  readonly items: readonly T[]
  /** In the phase `more`, the requested number of items has arrived, and calling `more` continues. */
  readonly phase: 'loading' | 'more' | 'done' | 'failed'
  readonly failure: Failure | undefined
  readonly more: () => void
  readonly again: () => void
}

interface State<T> {
  readonly key: string
  readonly attempt: number
  readonly items: readonly T[]
  readonly phase: Pages<T>['phase']
  readonly failure?: Failure
}

const itemsAtOnce = 100

/**
 * Reads a stream of pages while the component is mounted: first a limited number of items, then more on request. A new
 * `key` starts again, and unmounting ends the call. `pauseMs` delays the first request, so that rows that the user only
 * passes cause none.
 */
export function usePages<T>(
  open: (signal: AbortSignal) => AsyncIterable<readonly T[]>,
  key: string,
  { pauseMs = 0 }: { readonly pauseMs?: number } = {},
): Pages<T> {
  const [attempt, setAttempt] = useState(0)
  const [state, setState] = useState<State<T>>({ key, attempt, items: [], phase: 'loading' })
  const opener = useRef(open)
  const goOn = useRef(() => {})
  useEffect(() => {
    opener.current = open
  })

  useEffect(() => {
    const leaving = new AbortController()
    let wanted = itemsAtOnce
    const items: T[] = []
    const show = (phase: Pages<T>['phase'], failure?: Failure) =>
      setState({ key, attempt, items: [...items], phase, ...(failure && { failure }) })

    async function read() {
      for await (const page of opener.current(leaving.signal)) {
        items.push(...page)
        show('loading')
        if (items.length < wanted) continue
        show('more')
        await new Promise<void>((resolve) => {
          goOn.current = resolve
          leaving.signal.addEventListener('abort', () => resolve())
        })
        if (leaving.signal.aborted) return
        wanted = items.length + itemsAtOnce
        show('loading')
      }
      show('done')
    }

    const timer = setTimeout(() => {
      read().catch((error: unknown) => {
        if (!leaving.signal.aborted) show('failed', failureOf(error))
      })
    }, pauseMs)
    return () => {
      clearTimeout(timer)
      leaving.abort()
    }
  }, [key, attempt, pauseMs])

  const isCurrent = state.key === key && state.attempt === attempt
  return {
    items: state.key === key ? state.items : [],
    phase: isCurrent ? state.phase : 'loading',
    failure: isCurrent ? state.failure : undefined,
    more: () => goOn.current(),
    again: () => setAttempt((before) => before + 1),
  }
}
