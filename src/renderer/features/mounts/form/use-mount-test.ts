import { useEffect, useRef, useState } from 'react'
import type { TestEvent } from '../../../../contract/api/mounts.ts'
import { text } from '../../../strings/text.ts'
import { type MountGiven, reasonOf, testMount } from '../mount-actions.ts'
import type { Mounts } from '../mounts-store.ts'

export type TestedStep = Extract<TestEvent, { kind: 'step' }>
type TestEnd = Extract<TestEvent, { kind: 'end' }>

export type MountTest =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running' | 'cancelled'; readonly steps: readonly TestedStep[] }
  | { readonly kind: 'failed'; readonly steps: readonly TestedStep[]; readonly reason: string }
  | { readonly kind: 'done'; readonly steps: readonly TestedStep[]; readonly end: TestEnd }

/** Tests the mount that the form describes, step by step. */
export function useMountTest(mounts: Mounts) {
  const [test, setTest] = useState<MountTest>({ kind: 'idle' })
  const running = useRef<AbortController>(null)
  useEffect(() => () => running.current?.abort(), [])

  async function run(given: MountGiven) {
    running.current?.abort()
    const own = new AbortController()
    running.current = own
    const steps: TestedStep[] = []
    setTest({ kind: 'running', steps })
    try {
      for await (const event of testMount(mounts, given, own.signal)) {
        if (own.signal.aborted) return
        if (event.kind === 'step') steps.push(event)
        const known = steps.slice()
        setTest(event.kind === 'step' ? { kind: 'running', steps: known } : { kind: 'done', steps: known, end: event })
      }
    } catch (error) {
      if (!own.signal.aborted) setTest({ kind: 'failed', steps, reason: reasonOf(error, text('mount-test.this')) })
    }
  }

  return {
    test,
    run,
    cancel: () => {
      running.current?.abort()
      setTest((now) => (now.kind === 'running' ? { kind: 'cancelled', steps: now.steps } : now))
    },
    /** Discards the results, because the form has changed since the test. */
    forget: () => {
      running.current?.abort()
      setTest({ kind: 'idle' })
    },
  }
}
