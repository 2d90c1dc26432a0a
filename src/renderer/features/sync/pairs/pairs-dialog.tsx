import { useState } from 'react'
import { useStore } from 'zustand'
import type { Contract } from '../../../../contract/contract.ts'
import { failureOf } from '../../../../contract/failure.ts'
import type { Location } from '../../../../contract/location.ts'
import type { Pair } from '../../../../contract/sync/pairs.ts'
import type { SyncSettings } from '../../../../contract/sync/plan.ts'
import type { Client } from '../../../../rpc/client.ts'
import { syncPairsTexts } from '../../../strings/en/en-sync-pairs.ts'
import { syncTexts } from '../../../strings/en/en-sync.ts'
import { addTexts, text } from '../../../strings/text.ts'
import { DialogBox, DialogButtons } from '../../../ui/dialog.tsx'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { PairDetail, type PairAnswer } from './pair-detail.tsx'
import { PairList } from './pair-list.tsx'
import type { PairsState } from './pairs-store.ts'

addTexts(syncTexts)
addTexts(syncPairsTexts)

export interface PairsDialogProps {
  readonly client: () => Client<Contract>
  readonly state: PairsState
  /** The pair that is shown first. */
  readonly first: string | undefined
  readonly placeName: (place: Location) => string
  /** Shows what a run would do, name by name. */
  readonly onSee: (settings: SyncSettings) => void
  readonly onEdit: (pair: Pair) => void
  readonly onCompare: () => void
  readonly onReport: (transfer: number) => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** All sync pairs: what each keeps alike, when, how its last runs went, and what it waits for. */
export function PairsDialog(props: PairsDialogProps) {
  const { client, state, placeName, onSee, onEdit, onCompare, onReport, onClose, returnFocus } = props
  const { pairs, notice } = useStore(state)
  const [chosen, setChosen] = useState(props.first)
  const [problem, setProblem] = useState<ReturnType<typeof failureOf>>()
  const pair = pairs?.find(({ name }) => name === chosen) ?? pairs?.[0]

  async function answer({ name }: Pair, wish: PairAnswer) {
    setProblem(undefined)
    const calls = client().pairs
    try {
      if (wish.kind === 'run') {
        const { withoutDeletions, despite = [] } = wish.choice
        await calls.run({ name, despite: [...despite], ...(withoutDeletions && { withoutDeletions }) })
      } else if (wish.kind === 'pause') await calls.setPaused({ name, isPaused: wish.isPaused })
      else await calls.remove({ name })
    } catch (error) {
      setProblem(failureOf(error))
    }
  }

  return (
    <DialogBox
      name={text('sync-pairs.title')}
      heading={text('sync-pairs.title')}
      isFull
      isForm
      onClose={onClose}
      returnFocus={returnFocus}
    >
      {notice !== undefined && <p className="mb-2 text-warn">{notice}</p>}
      {pairs?.length === 0 && <NoPairs onCompare={onCompare} />}
      {!pairs && <p role="status">{text('pairs.loading')}</p>}
      {pair && (
        <div className="flex min-h-0 flex-1 gap-5 @max-[50rem]/window:flex-col @max-[50rem]/window:gap-3">
          <PairList pairs={pairs ?? []} chosen={pair.name} onChoose={setChosen} />
          <PairDetail
            key={pair.name}
            client={client}
            pair={pair}
            placeName={placeName}
            onAnswer={(wish) => void answer(pair, wish)}
            onSee={() => onSee(pair.settings)}
            onEdit={() => onEdit(pair)}
            onReport={onReport}
          />
        </div>
      )}
      {problem && <FailureNote failure={problem} />}
      <DialogButtons>
        {pair && (
          <button type="button" className="btn me-auto" onClick={onCompare}>
            {text('pairs.compare')}
          </button>
        )}
        <button type="button" className="btn" onClick={onClose}>
          {text('dialog.close')}
        </button>
      </DialogButtons>
    </DialogBox>
  )
}

function NoPairs({ onCompare }: { readonly onCompare: () => void }) {
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-2 text-center">
      <p className="text-[0.9375rem] font-semibold">{text('pairs.none')}</p>
      <p className="max-w-90 text-ink-2">{text('pairs.none-note')}</p>
      <button type="button" className="btn btn-primary mt-1" onClick={onCompare}>
        {text('pairs.compare')}
      </button>
    </div>
  )
}
