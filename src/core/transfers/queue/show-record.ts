import type { Transfer } from '../../../contract/transfer.ts'
import type { TransferRecord } from '../journal/records.ts'
import type { RunDeps } from '../journal/run-deps.ts'
import { settledOf, showTransfer } from '../report/show-transfer.ts'
import type { Runs } from './runs.ts'
import type { TransferStates } from './states/transfer-states.ts'

/** Returns a transfer as the user sees it, with live data if this program runs it. */
export function showRecord(
  record: TransferRecord,
  { journal, now }: Pick<RunDeps, 'journal' | 'now'>,
  { state, runs }: { readonly state: TransferStates; readonly runs: Runs },
): Transfer {
  const found = runs.get(record.id)
  const status = found?.run.status()
  if (found && status) {
    found.rates.note(now(), { bytes: status.counts.bytesCopied, items: settledOf(status.counts) })
  }
  const owner = state.ownerOf(record)
  // The program that ran it did not record that it stopped.
  const isLeft = record.state === 'running' && !found && (owner === 'none' || owner === 'dead')
  const problem = runs.problemOf(record.id)
  const left = { ...record, state: 'paused', pausedBy: 'interrupted', ...(problem && { problem }) } as const
  return showTransfer(isLeft || (problem && !found && record.state === 'running') ? left : record, {
    ...(found && status && { status, rates: found.rates, sharedLimit: state.limits().bytesPerSecond }),
    isElsewhere: owner === 'other',
    requestOf: (id) => journal.get(id)?.request,
  })
}
