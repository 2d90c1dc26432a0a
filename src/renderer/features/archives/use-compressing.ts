import { useEffect, useRef, useState } from 'react'
import type { CompressEvent } from '../../../contract/api/archives.ts'
import type { Contract } from '../../../contract/contract.ts'
import { type Failure, failureOf } from '../../../contract/failure.ts'
import type { Location } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'

type Ended = Extract<CompressEvent, { readonly kind: 'ended' }>

export type Compressing =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly files: number; readonly bytes: number }
  /** Something could not be read, and nothing was stored. */
  | { readonly kind: 'not-all'; readonly end: Ended }
  | { readonly kind: 'failed'; readonly failure: Failure }

export interface CompressRequest {
  readonly sources: readonly Location[]
  readonly to: Location
  readonly leavesOut: boolean
}

/** Packs while the dialog is open; closing it ends that, and nothing is stored. */
export function useCompressing(client: () => Client<Contract>, onStored: () => void) {
  const [state, setState] = useState<Compressing>({ kind: 'idle' })
  const leaving = useRef<AbortController>(undefined)
  useEffect(() => () => leaving.current?.abort(), [])

  async function start({ sources, to, leavesOut }: CompressRequest): Promise<void> {
    const control = new AbortController()
    leaving.current = control
    setState({ kind: 'running', files: 0, bytes: 0 })
    try {
      const wish = { sources: [...sources], to, leavesOut, ifExists: 'fail' as const }
      for await (const event of client().archives.compress(wish, { signal: control.signal })) {
        if (event.kind === 'progress') setState({ ...event, kind: 'running' })
        else if (event.isStored) onStored()
        else setState({ kind: 'not-all', end: event })
      }
    } catch (error) {
      if (!control.signal.aborted) setState({ kind: 'failed', failure: failureOf(error) })
    }
  }
  return { state, start, reset: () => setState({ kind: 'idle' }) }
}
