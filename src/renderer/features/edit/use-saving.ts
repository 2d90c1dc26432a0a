import { useState } from 'react'
import type { Contract } from '../../../contract/contract.ts'
import { type Failure, failureOf } from '../../../contract/failure.ts'
import type { Location } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'
import { type Opened, saveBeside, saveEdited } from './edit-session.ts'
import { writeTextFile } from './text-file.ts'

export type SaveState =
  | { readonly kind: 'idle' | 'saving' | 'saved' | 'changed' | 'gone' }
  | { readonly kind: 'beside'; readonly name: string }
  | { readonly kind: 'failed'; readonly failure: Failure }

export interface SavingDeps {
  readonly client: () => Client<Contract>
  readonly location: Location
  readonly opened: Extract<Opened, { readonly kind: 'text' }>
  readonly textNow: () => string | undefined
  readonly onSaved: (location: Location) => void
}

/** Saves the text of an editor. Text that could not be saved always stays in the editor. */
export function useSaving({ client, location, opened, textNow, onSaved }: SavingDeps) {
  const [state, setState] = useState<SaveState>({ kind: 'idle' })
  const [before, setBefore] = useState(opened.entry)
  // Changes are counted, so that a change made during a save still counts as unsaved.
  const [changes, setChanges] = useState({ made: 0, saved: 0 })
  const { file, properties } = opened

  async function run(work: (bytes: Uint8Array) => Promise<SaveState>): Promise<void> {
    const now = textNow()
    if (now === undefined || state.kind === 'saving') return
    const { made } = changes
    setState({ kind: 'saving' })
    try {
      const next = await work(writeTextFile(now, file))
      setState(next)
      if (next.kind === 'saved' || next.kind === 'beside') setChanges((each) => ({ ...each, saved: made }))
    } catch (error) {
      setState({ kind: 'failed', failure: failureOf(error, 'files.write') })
    }
  }

  return {
    state,
    isDirty: changes.made !== changes.saved,
    changed: () => setChanges((each) => ({ ...each, made: each.made + 1 })),
    goOn: () => setState({ kind: 'idle' }),
    save: ({ isForced = false } = {}) =>
      run(async (bytes) => {
        const saved = await saveEdited(client(), location, { bytes, before, properties, isForced })
        if (saved.kind !== 'saved') return saved
        setBefore(saved.entry)
        onSaved(location)
        return { kind: 'saved' }
      }),
    saveBeside: () =>
      run(async (bytes) => {
        const name = await saveBeside(client(), location, { bytes, properties })
        onSaved(location)
        return { kind: 'beside', name }
      }),
  }
}
