import { assertNever } from '../../../lib/assert-never.ts'
import type { TransferRecord } from '../journal/records.ts'
import type { RunDeps } from '../journal/run-deps.ts'
import { compressWork } from '../compress/compress-work.ts'
import { copyWork } from '../run/copy-work.ts'
import { deleteWork } from '../run/delete-work.ts'
import { renameWork } from '../run/rename-work.ts'
import { syncWork } from '../run/sync/sync-work.ts'
import { type RunnerOptions, startRunner } from '../run/runner.ts'
import type { TransferRun } from '../run/transfer-run.ts'
import { undoWork } from '../undo/undo-work.ts'

/** Starts a transfer of any verb. */
export function startRun(
  deps: RunDeps,
  record: TransferRecord,
  { onChange }: Pick<RunnerOptions, 'onChange'>,
): TransferRun {
  const { request } = record
  switch (request.verb) {
    case 'copy':
    case 'move':
      return startRunner(deps, record, { foldersAreItems: false, workOf: (run) => copyWork(run, request), onChange })
    case 'delete':
      return startRunner(deps, record, { foldersAreItems: true, workOf: (run) => deleteWork(run, request), onChange })
    case 'rename':
      return startRunner(deps, record, { foldersAreItems: true, workOf: (run) => renameWork(run, request), onChange })
    case 'compress':
      return startRunner(deps, record, { foldersAreItems: true, workOf: (run) => compressWork(run, request), onChange })
    case 'sync':
      return startRunner(deps, record, { foldersAreItems: true, workOf: (run) => syncWork(run, request), onChange })
    case 'undo': {
      const of = deps.journal.get(request.of)?.request.verb
      const foldersAreItems = of === 'delete' || of === 'rename' || of === 'sync'
      return startRunner(deps, record, { foldersAreItems, workOf: (run) => undoWork(run, request.of), onChange })
    }
    default:
      return assertNever(request)
  }
}
