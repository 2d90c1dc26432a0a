/** Undoes what a sync did with one name. */
import { said } from '../../../contract/sentences/said.ts'
import type { Waits } from '../../backends/backend.ts'
import {
  isFailure,
  makeFolders,
  openLocation,
  type OpenedLocation,
  statIfAny,
} from '../../operations/opened-location.ts'
import { readPlanName } from '../../sync/pair/pairs.ts'
import { assertNever } from '../../../lib/assert-never.ts'
import { known } from '../../../lib/known.ts'
import { type FileDeps, runFile } from '../copy/run-file.ts'
import type { ItemOutcome } from '../journal/item-outcome.ts'
import type { OpenDetail, OpenItem } from '../journal/item-record.ts'
import type { SyncTransferRequest } from '../journal/records.ts'
import type { RunDeps } from '../journal/run-deps.ts'
import { moveBack } from './move-back.ts'
import { bringBack, removeCopy, removeMade } from './take-back.ts'
import { left, makeRoom } from './undo-checks.ts'

export interface UndoSyncDeps {
  readonly deps: RunDeps
  readonly files: FileDeps
  readonly request: SyncTransferRequest
  readonly sinceMs: number
}

/** `now` is the current location; `was` is the source or the earlier location. */
export async function undoSync(
  { deps, files, request, sinceMs }: UndoSyncDeps,
  item: OpenItem,
  { now, was }: { readonly now: OpenedLocation; readonly was: OpenedLocation | undefined },
  { signal }: Waits,
): Promise<ItemOutcome> {
  const { detail, kind } = item
  const { sync } = detail
  if (!sync) return left(said('undo.not-recorded'))
  forgetAgreed(deps, request, sync.base)
  switch (sync.do) {
    case 'make-folder':
      return removeMade(now, item, { signal })
    case 'delete':
      if (kind === 'folder') {
        await makeFolders(now, { signal })
        return { kind: 'done', detail }
      }
      return was ? outOfArchive(files, item, { now, was }, { signal }) : bringBack(now, detail, { signal, sinceMs })
    case 'move':
      return was ? moveBack(files, item, { now, was }, { signal }) : left(said('undo.place-not-recorded'))
    case 'copy':
    case 'hand-over': {
      if (!was) return left(said('undo.place-not-recorded'))
      const aside = detail.replaced?.aside
      const ofCopy = aside ? { ...item, detail: withoutReplaced(detail) } : item
      const end =
        sync.do === 'copy'
          ? await removeCopy(now, was, ofCopy, { signal })
          : await moveBack(files, ofCopy, { now, was }, { signal })
      if (end.kind !== 'done' || !aside) return end
      if (aside === 'trash') return bringBack(now, detail, { signal, sinceMs })
      return outOfArchive(
        files,
        item,
        { now: await openLocation(deps.mounts, aside, { signal }), was: now },
        { signal },
      )
    }
    default:
      return assertNever(sync.do)
  }
}

/** Otherwise the next plan would treat the undone change as an edit or a deletion. */
function forgetAgreed({ pairs }: RunDeps, { plan, isTwoWay }: SyncTransferRequest, path: string): void {
  const named = readPlanName(plan)
  if (named && isTwoWay) pairs.open(named.pair).base.apply([{ kind: 'forget', path }])
}

function withoutReplaced(detail: OpenDetail): OpenDetail {
  const { replaced: _, ...rest } = detail
  return rest
}

async function outOfArchive(
  files: FileDeps,
  item: OpenItem,
  { now, was }: { readonly now: OpenedLocation; readonly was: OpenedLocation },
  { signal }: Waits,
): Promise<ItemOutcome> {
  const entry = await statIfAny(now, { signal })
  if (!entry) return left(said('undo.not-in-archive-folder'))
  if (!(await makeRoom(was, { signal }))) return left(said('undo.name-taken-archive-folder'))
  if (now.backend.rename) {
    try {
      await now.backend.rename.rename(now.path, was.path, { ifExists: 'fail', signal })
    } catch (error) {
      if (isFailure(error, 'exists')) return left(said('undo.name-taken-archive-folder'))
      throw error
    }
    return { kind: 'done', detail: item.detail }
  }
  const { sizeBytes: _, modifiedMs: __, ...facts } = item
  const current = { ...facts, ...known({ sizeBytes: entry.sizeBytes, modifiedMs: entry.modifiedMs }), isFree: false }
  return runFile(files, { ...current, detail: {} }, { from: now, to: was }, { signal })
}
