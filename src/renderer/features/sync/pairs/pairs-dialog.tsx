import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Contract } from '../../../../contract/contract.ts'
import { failureOf } from '../../../../contract/failure.ts'
import type { Location } from '../../../../contract/location.ts'
import type { Pair } from '../../../../contract/sync/pairs.ts'
import type { Client } from '../../../../rpc/client.ts'
import { syncPairsTexts } from '../../../strings/en/en-sync-pairs.ts'
import { syncTexts } from '../../../strings/en/en-sync.ts'
import { addTexts, text } from '../../../strings/text.ts'
import { DialogBox, DialogButtons } from '../../../ui/dialog.tsx'
import { FailureNote } from '../../../ui/failure-note.tsx'
import type { PairAnswer } from './pair-buttons.tsx'
import { PairDetail } from './pair-detail.tsx'
import { PairForm } from './pair-form.tsx'
import { PairList } from './pair-list.tsx'
import type { PairsState } from './pairs-store.ts'

addTexts(syncTexts)
addTexts(syncPairsTexts)

export interface PairsDialogProps {
  readonly client: () => Client<Contract>
  readonly state: PairsState
  /** The name of the pair that is selected at the start. */
  readonly first: string | undefined
  readonly placeName: (place: Location) => string
  /** Shows what a run would do, name by name. */
  readonly onSee: (pair: Pair) => void
  readonly onCompare: () => void
  readonly onReport: (transfer: number, pair: Pair) => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Lists all sync pairs: their settings and schedules, the results of the last runs, and open decisions. */
export function PairsDialog(props: PairsDialogProps) {
  const { client, state, placeName, onSee, onCompare, onReport, onClose, returnFocus } = props
  const { pairs, notice } = useStore(state)
  const [chosen, setChosen] = useState(props.first)
  const [edited, setEdited] = useState<Pair>()
  const { problem, answer } = useAnswers(client)
  const pair = pairs?.find(({ name }) => name === chosen) ?? pairs?.[0]
  const view = useRef<HTMLDivElement>(null)
  useFocusKept(view, { isCovered: edited !== undefined })

  return (
    <DialogBox
      name={text('sync-pairs.title')}
      heading={text('sync-pairs.title')}
      isFull
      isForm
      onClose={onClose}
      returnFocus={returnFocus}
    >
      <div ref={view} className="mt-1.5 flex min-h-0 flex-1 flex-col gap-2">
        {notice !== undefined && <p className="text-warn">{notice}</p>}
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
              onSee={() => onSee(pair)}
              onEdit={() => setEdited(pair)}
              onReport={(transfer) => onReport(transfer, pair)}
            />
          </div>
        )}
        {problem && <FailureNote failure={problem} />}
      </div>
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
      {edited && (
        <PairForm
          client={client}
          settings={edited.settings}
          was={edited}
          placeName={placeName}
          onSaved={(name) => {
            setChosen(name)
            setEdited(undefined)
          }}
          onClose={() => setEdited(undefined)}
          returnFocus={() => firstOf(view.current, '[data-edit]')}
        />
      )}
    </DialogBox>
  )
}

/** Sends the user's actions on a pair to the host, and holds the failure if one was refused. */
function useAnswers(client: () => Client<Contract>) {
  const [problem, setProblem] = useState<ReturnType<typeof failureOf>>()
  async function answer({ name }: Pair, wish: PairAnswer) {
    setProblem(undefined)
    const calls = client().pairs
    try {
      if (wish.kind === 'run') await calls.run({ name, ...wish.choice })
      else if (wish.kind === 'pause') await calls.setPaused({ name, isPaused: wish.isPaused })
      else if (wish.kind === 'cancel') await calls.cancel({ name })
      else await calls.remove({ name })
    } catch (error) {
      setProblem(failureOf(error))
    }
  }
  return { problem, answer }
}

/** Moves the focus to the selected pair when the focused element was removed, for example after a run or a removal. */
function useFocusKept(view: { readonly current: HTMLElement | null }, { isCovered }: { readonly isCovered: boolean }) {
  useEffect(() => {
    const at = document.activeElement
    const isLost = at === document.body || at?.getAttribute('role') === 'dialog'
    if (isLost && !isCovered) firstOf(view.current, 'input:checked, .btn-primary')?.focus()
  })
}

function firstOf(view: HTMLElement | null, selector: string): HTMLElement | null {
  return view?.querySelector<HTMLElement>(selector) ?? null
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
