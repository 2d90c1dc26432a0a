import { assertNever } from '../../../lib/assert-never.ts'
import { startDelete } from './delete-run.ts'
import type { TransferRecord } from '../journal/records.ts'
import type { RunDeps } from '../journal/run-deps.ts'
import { startTransfer, type TransferRun } from './transfer-run.ts'
import { startUndo } from './undo-run.ts'

/** Runs a transfer of any verb. */
export function startRun(deps: RunDeps, row: TransferRecord): TransferRun {
  const { request } = row
  switch (request.verb) {
    case 'copy':
    case 'move':
      return startTransfer(deps, row, request)
    case 'delete':
      return startDelete(deps, row, request)
    case 'undo':
      return startUndo(deps, row, request)
    default:
      return assertNever(request)
  }
}
