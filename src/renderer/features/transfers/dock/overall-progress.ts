import type { OverallProgress } from '../../../../contract/api/host.ts'
import type { Transfer } from '../../../../contract/transfer.ts'
import { settledOf } from '../transfers-state.ts'

/**
 * Returns the combined progress of all active transfers in whole percent. The state is failed if an item or a transfer
 * has failed, and paused if none runs or a question waits for an answer.
 */
export function overallProgress(active: readonly Transfer[]): OverallProgress {
  if (active.length === 0) return { state: 'none' }
  const going = active.filter(({ state }) => state === 'running' || state === 'waiting')
  const some = (test: (transfer: Transfer) => boolean) => active.some(test)
  if (going.some(({ isCounting }) => isCounting)) return { state: 'counting' }
  const part = partOf(active)
  if (some(({ counts, problem }) => counts.failed > 0 || problem !== undefined)) return { state: 'failed', part }
  if (going.length === 0 || some(({ counts }) => counts.asking > 0)) return { state: 'paused', part }
  return { state: 'running', part }
}

/** Measures by bytes, or by items and folders if there are no bytes. */
function partOf(active: readonly Transfer[]): number {
  const sum = (of: (transfer: Transfer) => number) => active.reduce((all, transfer) => all + of(transfer), 0)
  const total = sum(({ bytes }) => bytes.total)
  const part =
    total > 0
      ? sum(({ bytes }) => bytes.settled) / total
      : sum((transfer) => settledOf(transfer) + foldersOf(transfer)) /
        Math.max(
          1,
          sum((transfer) => transfer.counts.total + foldersOf(transfer)),
        )
  return Math.min(1, Math.max(0, Math.floor(part * 100) / 100))
}

/** Returns the folders that are done, which are counted separately. */
function foldersOf({ folders }: Transfer): number {
  return folders.done + folders.existing
}
