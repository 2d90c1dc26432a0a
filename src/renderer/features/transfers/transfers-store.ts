import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Contract } from '../../../contract/contract.ts'
import { failureOf } from '../../../contract/failure.ts'
import type { CopyTransferRequest, Item, Transfer, TransferRequest } from '../../../contract/transfer.ts'
import type { Client } from '../../../rpc/client.ts'
import { changedFolders, type Touched } from './changed-folders.ts'
import { applyEvent, type Happening, noTransfers, type TransfersState } from './transfers-state.ts'

/** The host's queue as this window follows it, and the actions on it. */
export interface Transfers extends TransfersDeps {
  readonly state: StoreApi<TransfersState>
  readonly view: StoreApi<DockView>
  /** When the changed folders of a running transfer were last reported, by transfer id. */
  readonly toldMs: Map<number, number>
}

/** The state of the dock in this window only. */
export interface DockView {
  /** The ended transfers that the user has hidden. */
  readonly hidden: ReadonlySet<number>
  /** The transfers whose items are shown. */
  readonly open: ReadonlySet<number>
  /** The first item of each transfer that waits for an answer. */
  readonly asking: ReadonlyMap<number, Item>
  /** The last copy that was started in this window. */
  readonly lastCopy: CopyTransferRequest | undefined
}

export interface TransfersDeps {
  /** Throws `disconnected` without a connection to the host. */
  readonly client: () => Client<Contract>
  readonly now: () => number
  /** Called with the folders in which something changed. */
  readonly onTouched: (touched: Touched) => void
  readonly onHappened: (happening: Happening) => void
  /** Called with a sentence about an action that failed. */
  readonly onProblem: (message: string) => void
}

export function createTransfers(deps: TransfersDeps): Transfers {
  return {
    ...deps,
    state: createStore<TransfersState>(() => noTransfers),
    view: createStore<DockView>(() => ({
      hidden: new Set(),
      open: new Set(),
      asking: new Map(),
      lastCopy: undefined,
    })),
    toldMs: new Map(),
  }
}

/** The folders of a running transfer are refreshed at most once in this time. */
const tellEveryMs = 2000

/** Follows the host's queue until the connection is lost. */
export async function followTransfers(transfers: Transfers): Promise<void> {
  for await (const event of transfers.client().transfers.watch({})) {
    const { state, happened } = applyEvent(transfers.state.getState(), event)
    transfers.state.setState(state, true)
    for (const happening of happened) {
      tellFolders(transfers, happening)
      if (happening.kind !== 'progressed') transfers.onHappened(happening)
    }
    refreshQuestions(transfers)
  }
}

function tellFolders({ toldMs, now, onTouched }: Transfers, { kind, transfer }: Happening): void {
  if (kind === 'asked' || kind === 'started') return
  const isEnd = kind === 'ended'
  if (!isEnd && now() - (toldMs.get(transfer.id) ?? -Infinity) < tellEveryMs) return
  if (isEnd) toldMs.delete(transfer.id)
  else toldMs.set(transfer.id, now())
  onTouched(changedFolders(transfer, { isEnd }))
}

/** Keeps the first question of each transfer that has one. */
function refreshQuestions(transfers: Transfers): void {
  const { byId } = transfers.state.getState()
  const { asking } = transfers.view.getState()
  const settled = [...asking.keys()].filter((id) => (byId.get(id)?.counts.asking ?? 0) === 0)
  if (settled.length > 0) {
    transfers.view.setState({ asking: new Map([...asking].filter(([id]) => !settled.includes(id))) })
  }
  for (const { id, counts } of byId.values()) {
    if (counts.asking > 0 && !asking.has(id)) void readQuestion(transfers, id)
  }
}

/** Reads the first question of a transfer again. Resolves to undefined if none is left. */
export async function readQuestion(transfers: Transfers, id: number): Promise<Item | undefined> {
  try {
    const { items } = await transfers.client().transfers.items({ id, states: ['asking'], order: 'needs-you', limit: 1 })
    const [item] = items
    transfers.view.setState(({ asking }) => {
      const next = new Map(asking)
      if (item) next.set(id, item)
      else next.delete(id)
      return { asking: next }
    })
    return item
  } catch {
    // The next event of the queue causes another attempt.
    return undefined
  }
}

type Calls = Client<Contract>['transfers']

/** Performs an action on the queue, and reports a refusal in a sentence. Resolves to true if it succeeded. */
export async function act(transfers: Transfers, work: (calls: Calls) => Promise<unknown>): Promise<boolean> {
  try {
    await work(transfers.client().transfers)
    return true
  } catch (error) {
    transfers.onProblem(failureOf(error, 'transfers').message)
    return false
  }
}

/** Adds a transfer to the queue. Resolves to true if it succeeded. */
export async function startTransfer(transfers: Transfers, request: TransferRequest): Promise<boolean> {
  if (request.verb === 'copy') transfers.view.setState({ lastCopy: request })
  return act(transfers, (calls) => calls.start(request))
}

export async function undoTransfer(transfers: Transfers, { id, undo }: Transfer): Promise<void> {
  if (undo?.can === false) return transfers.onProblem(undo.why)
  await act(transfers, (calls) => calls.undo({ id }))
}

/** Hides an ended transfer in the dock. It stays in the history. */
export function hideTransfer({ view }: Transfers, id: number): void {
  view.setState(({ hidden }) => ({ hidden: new Set([...hidden, id]) }))
}

export function hideEnded({ view, state }: Transfers): void {
  view.setState({ hidden: new Set(state.getState().ended) })
}

export function toggleItems({ view }: Transfers, id: number): void {
  view.setState(({ open }) => {
    const next = new Set(open)
    if (!next.delete(id)) next.add(id)
    return { open: next }
  })
}

/** Moves a transfer up or down in the queue. Does nothing at the ends of the queue. */
export async function moveTurn(transfers: Transfers, id: number, step: 1 | -1): Promise<void> {
  const before = turnBefore(transfers.state.getState().order, id, step)
  if (before === 'stays') return
  await act(transfers, (calls) => calls.reorder({ id, ...(before !== 'last' && { before }) }))
}

/** Returns the transfer before which this one is placed. */
export function turnBefore(order: readonly number[], id: number, step: 1 | -1): number | 'last' | 'stays' {
  const at = order.indexOf(id)
  const next = at + step
  if (at < 0 || next < 0 || next >= order.length) return 'stays'
  return step < 0 ? (order[next] ?? 'stays') : (order[next + 1] ?? 'last')
}
