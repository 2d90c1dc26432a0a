import { StorageError } from '../../../../contract/failure.ts'
import type { Journal } from '../../journal/journal.ts'
import { canUndo } from '../../report/show-transfer.ts'
import type { TransferStates } from '../states/transfer-states.ts'

/** Adds a transfer that undoes an ended one, and records that. Throws `busy` and `unsupported`. */
export function startUndo(journal: Journal, state: TransferStates, of: number): { readonly id: number } {
  return state.atOnce(() => {
    const record = state.mustGet(of)
    state.mustBe(state.step(of, 'undo'), 'transfers.undo')
    const undo = canUndo(record)
    if (!undo.can) throw new StorageError({ kind: 'unsupported', message: undo.why, operation: 'transfers.undo' })
    const { id } = state.add({ verb: 'undo', of }, [])
    journal.patch(of, { facts: { ...record.facts, undoneBy: id } })
    state.changes.mark(of) // So that watchers do not offer a second undo.
    return { id }
  })
}
