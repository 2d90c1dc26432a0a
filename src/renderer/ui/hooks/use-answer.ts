import { useEffect, useRef, useState } from 'react'
import { type Failure, failureOf } from '../../../contract/failure.ts'

export type Answer<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'failed'; readonly failure: Failure }

/**
 * Calls `ask` while the component is mounted and returns its answer. `again` repeats the call and keeps the present
 * answer in the meantime.
 */
export function useAnswer<T>(ask: (signal: AbortSignal) => Promise<T>, key: string): [Answer<T>, () => void] {
  const [attempt, setAttempt] = useState(0)
  const [state, setState] = useState<{ readonly id: string; readonly answer: Answer<T> }>()
  const asker = useRef(ask)
  useEffect(() => {
    asker.current = ask
  })
  const id = `${attempt} ${key}`
  useEffect(() => {
    const leaving = new AbortController()
    async function run() {
      try {
        const value = await asker.current(leaving.signal)
        if (!leaving.signal.aborted) setState({ id, answer: { kind: 'ready', value } })
      } catch (error) {
        if (!leaving.signal.aborted) setState({ id, answer: { kind: 'failed', failure: failureOf(error) } })
      }
    }
    void run()
    return () => leaving.abort()
  }, [id])
  const isSameKey = state?.id.slice(state.id.indexOf(' ') + 1) === key
  const answer = isSameKey && state ? state.answer : ({ kind: 'loading' } as const)
  return [answer, () => setAttempt((before) => before + 1)]
}
