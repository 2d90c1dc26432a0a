import type { Journal, TransferPatch } from '../../journal/journal.ts'
import type { TransferRecord } from '../../journal/records.ts'

/** Sets all failed items back to planned. Returns the changes of the transfer. */
export function retryItems(journal: Journal, { id, counts, isPlanned }: TransferRecord): TransferPatch {
  const bytes = journal.items.sumOfBytes(id, 'failed')
  const bytesStaged = counts.bytesStaged + journal.items.sumOfStaged(id, 'failed')
  const needsPlan = journal.items.retryFailed(id) > 0
  return {
    isCancelled: false,
    endedMs: undefined,
    pausedBy: undefined,
    problem: undefined,
    isPlanned: isPlanned && !needsPlan,
    counts: { ...counts, failed: 0, bytesSettled: counts.bytesSettled - bytes, bytesStaged },
  }
}

/** Scans all sources again and retries failed items, as if the transfer were requested again. */
export function lookAgain(journal: Journal, record: TransferRecord): TransferPatch {
  const patch = retryItems(journal, record)
  const { done, existing } = journal.items.walkAgain(record.id)
  const counts = patch.counts ?? record.counts
  return {
    ...patch,
    isPlanned: false,
    counts: {
      ...counts,
      total: counts.total + done + existing,
      foldersDone: counts.foldersDone - done,
      foldersExisting: counts.foldersExisting - existing,
    },
  }
}
