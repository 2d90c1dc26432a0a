import { createStore, type StoreApi } from 'zustand/vanilla'
import type { CopyEvent } from '../../../contract/api/files.ts'
import type { Contract } from '../../../contract/contract.ts'
import { type Failure, failureOf } from '../../../contract/failure.ts'
import type { Location } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'
import { applyEvent, type CopyTotals, noTotals } from './copy-totals.ts'

export type ConflictChoice = 'keep-both' | 'overwrite' | 'skip'

export type TransferEnd =
  { readonly kind: 'ended' } | { readonly kind: 'cancelled' } | { readonly kind: 'broken'; readonly failure: Failure }

/** A copy, move or delete started from this window. */
export interface TransferRow {
  readonly id: number
  readonly verb: 'copy' | 'move' | 'delete'
  readonly from: Location
  /** The folder copied into, or deleted from. */
  readonly to: Location
  readonly count: number
  /** What there is to copy, where the listing says so; folders' contents are not known before. */
  readonly expectedBytes: number | undefined
  readonly totals: CopyTotals
  readonly startedMs: number
  readonly end: TransferEnd | undefined
}

export interface Transfers {
  readonly state: StoreApi<{ readonly rows: readonly TransferRow[] }>
  readonly client: () => Client<Contract>
  readonly now: () => number
  /** Hears of every folder that was changed. */
  readonly onChanged: (folder: Location) => void
  readonly running: Map<number, AbortController>
  lastId: number
}

export type TransfersDeps = Pick<Transfers, 'client' | 'now' | 'onChanged'>

export function createTransfers(deps: TransfersDeps): Transfers {
  return { ...deps, state: createStore(() => ({ rows: [] })), running: new Map(), lastId: 0 }
}

export interface CopyRequest {
  readonly sources: readonly Location[]
  readonly from: Location
  readonly into: Location
  readonly move: boolean
  readonly onConflict: ConflictChoice
  readonly expectedBytes: number | undefined
}

/** Copies or moves, and keeps a row of how it goes. */
export async function startCopy(transfers: Transfers, request: CopyRequest): Promise<void> {
  const { sources, from, into, move, onConflict, expectedBytes } = request
  const row = addRow(transfers, { verb: move ? 'move' : 'copy', from, to: into, count: sources.length, expectedBytes })
  await run(transfers, row.id, async (signal) => {
    const events = transfers
      .client()
      .files.copy({ sources: sources.map((location) => ({ location })), into, move, onConflict }, { signal })
    for await (const event of events) follow(transfers, row.id, event)
  })
  transfers.onChanged(into)
  if (move) transfers.onChanged(from)
}

export interface DeleteRequest {
  readonly locations: readonly Location[]
  readonly folder: Location
  readonly to: 'trash' | 'nowhere'
}

/** A delete that is over sooner, with nothing failed, needs no row. */
const quietMs = 700

/** Deletes, with a row when it takes long or something fails. Gives how it ended. */
export async function startDelete(transfers: Transfers, request: DeleteRequest): Promise<CopyTotals> {
  const { locations, folder, to } = request
  let totals = noTotals
  let id: number | undefined
  const showRow = () => {
    id ??= addRow(transfers, {
      verb: 'delete',
      from: folder,
      to: folder,
      count: locations.length,
      expectedBytes: undefined,
    }).id
    patchRow(transfers, id, { totals })
    return id
  }
  const control = new AbortController()
  const timer = setTimeout(() => transfers.running.set(showRow(), control), quietMs)
  let end: TransferEnd = { kind: 'ended' }
  try {
    for await (const { location, failure } of transfers
      .client()
      .files.remove({ locations: [...locations], to }, { signal: control.signal })) {
      totals = failure
        ? { ...totals, failed: totals.failed + 1, failures: [...totals.failures, { location, failure }] }
        : { ...totals, done: totals.done + 1 }
      if (id !== undefined) patchRow(transfers, id, { totals })
    }
  } catch (error) {
    end = control.signal.aborted ? { kind: 'cancelled' } : { kind: 'broken', failure: failureOf(error, 'files.remove') }
  } finally {
    clearTimeout(timer)
    if (end.kind !== 'ended' || totals.failed > 0) showRow()
    if (id !== undefined) {
      transfers.running.delete(id)
      patchRow(transfers, id, { totals, end })
    }
    transfers.onChanged(folder)
  }
  return totals
}

export function cancelTransfer(transfers: Transfers, id: number): void {
  transfers.running.get(id)?.abort(new DOMException('Cancelled.', 'AbortError'))
}

export function removeRow(transfers: Transfers, id: number): void {
  transfers.state.setState(({ rows }) => ({ rows: rows.filter((row) => row.id !== id) }))
}

export function clearFinished(transfers: Transfers): void {
  transfers.state.setState(({ rows }) => ({ rows: rows.filter(({ end }) => !end) }))
}

type NewRow = Pick<TransferRow, 'verb' | 'from' | 'to' | 'count' | 'expectedBytes'>

function addRow(transfers: Transfers, row: NewRow): TransferRow {
  const added = { ...row, id: ++transfers.lastId, totals: noTotals, startedMs: transfers.now(), end: undefined }
  transfers.state.setState(({ rows }) => ({ rows: [added, ...rows] }))
  return added
}

async function run(transfers: Transfers, id: number, work: (signal: AbortSignal) => Promise<void>) {
  const control = new AbortController()
  transfers.running.set(id, control)
  let end: TransferEnd = { kind: 'ended' }
  try {
    await work(control.signal)
  } catch (error) {
    end = control.signal.aborted ? { kind: 'cancelled' } : { kind: 'broken', failure: failureOf(error, 'files.copy') }
  } finally {
    transfers.running.delete(id)
    patchRow(transfers, id, { end })
  }
}

function follow(transfers: Transfers, id: number, event: CopyEvent) {
  const row = transfers.state.getState().rows.find((each) => each.id === id)
  if (row) patchRow(transfers, id, { totals: applyEvent(row.totals, event, transfers.now()) })
}

function patchRow(transfers: Transfers, id: number, patch: Partial<TransferRow>) {
  transfers.state.setState(({ rows }) => ({ rows: rows.map((row) => (row.id === id ? { ...row, ...patch } : row)) }))
}
