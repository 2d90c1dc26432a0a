import { useEffect, useRef, useState } from 'react'

export type Complete = (typed: string, signal: AbortSignal) => Promise<readonly string[]>

const typingPauseMs = 120
const none: readonly string[] = []

/** Returns completions of the typed text when the user pauses. A new request cancels the previous one. */
export function useCompletions(typed: string, complete: Complete, { isWanted }: { readonly isWanted: boolean }) {
  const [found, setFound] = useState({ of: '', choices: none })
  const latest = useRef(complete)
  useEffect(() => {
    latest.current = complete
  })
  useEffect(() => {
    if (!isWanted || typed.trim() === '') return undefined
    const control = new AbortController()
    async function look() {
      const choices = await latest.current(typed, control.signal)
      if (!control.signal.aborted) setFound({ of: typed, choices })
    }
    const timer = setTimeout(() => void look(), typingPauseMs)
    return () => {
      clearTimeout(timer)
      control.abort(new DOMException('Something else was typed.', 'AbortError'))
    }
  }, [typed, isWanted])
  return found.of === typed ? found.choices : none
}
