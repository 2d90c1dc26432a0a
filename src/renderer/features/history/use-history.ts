import { useRef, useState } from 'react'
import type { Contract } from '../../../contract/contract.ts'
import { failureOf } from '../../../contract/failure.ts'
import type { FilePrune, Retention } from '../../../contract/history.ts'
import type { Client } from '../../../rpc/client.ts'

/** A preview of what pruning would remove. */
export interface Preview {
  readonly plan: string
  readonly versions: number
  readonly fileCount: number
  readonly freedBytes: number
  /** The first of the affected files. */
  readonly files: readonly FilePrune[]
}

export type Work =
  | { readonly kind: 'idle' }
  | { readonly kind: 'previewing' | 'pruning' }
  | { readonly kind: 'preview'; readonly preview: Preview }
  | { readonly kind: 'pruned'; readonly versions: number }
  | { readonly kind: 'checking'; readonly contents: number }
  | { readonly kind: 'checked'; readonly contents: number; readonly bad: readonly string[] }
  | { readonly kind: 'repairing' }
  | { readonly kind: 'repaired'; readonly lost: readonly string[] }
  | { readonly kind: 'failed'; readonly message: string }

const mostShown = 100

/**
 * Runs operations on the history of a mount, one at a time. `onChanged` is called when versions were removed or
 * restored.
 */
export function useHistory(client: () => Client<Contract>, mount: string, onChanged: () => void) {
  const [work, setWork] = useState<Work>({ kind: 'idle' })
  const running = useRef<AbortController>(undefined)

  async function attempt(run: (signal: AbortSignal) => Promise<Work>) {
    running.current?.abort()
    const mine = (running.current = new AbortController())
    try {
      const end = await run(mine.signal)
      if (!mine.signal.aborted) setWork(end)
    } catch (error) {
      if (!mine.signal.aborted) setWork({ kind: 'failed', message: failureOf(error).message })
    }
  }

  return {
    work,
    fail: (message: string) => setWork({ kind: 'failed', message }),
    stop: () => running.current?.abort(),
    preview: (retention: Retention) =>
      attempt(async (signal) => {
        setWork({ kind: 'previewing' })
        const { history } = client()
        await history.setRetention({ mount, retention }, { signal })
        onChanged()
        const files: FilePrune[] = []
        let fileCount = 0
        for await (const each of history.planPrune({ mount }, { signal })) {
          if (each.kind === 'end') return { kind: 'preview', preview: { ...each, files, fileCount } }
          fileCount += each.files.length
          files.push(...each.files.slice(0, mostShown - files.length))
        }
        throw new Error('a plan without an end')
      }),
    prune: ({ plan }: Preview) =>
      attempt(async (signal) => {
        setWork({ kind: 'pruning' })
        let versions = 0
        for await (const files of client().history.prune({ mount, plan }, { signal }))
          for (const file of files) versions += file.versions.length
        onChanged()
        return { kind: 'pruned', versions }
      }),
    check: () =>
      attempt(async (signal) => {
        let contents = 0
        const bad: string[] = []
        setWork({ kind: 'checking', contents })
        for await (const page of client().history.verify({ mount }, { signal })) {
          contents += page.length
          bad.push(...page.flatMap(({ problem, files = [] }) => (problem ? files : [])))
          setWork({ kind: 'checking', contents })
        }
        return { kind: 'checked', contents, bad }
      }),
    repair: () =>
      attempt(async (signal) => {
        setWork({ kind: 'repairing' })
        const lost: string[] = []
        for await (const page of client().history.repair({ mount, removesLost: false }, { signal }))
          lost.push(...page.flatMap((each) => (each.kind === 'lost' ? each.files : [])))
        onChanged()
        return { kind: 'repaired', lost }
      }),
  }
}
