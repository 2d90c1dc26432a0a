import type { Waits } from '../../backends/backend.ts'
import type { ItemOutcome } from '../journal/item-outcome.ts'
import { createLanes } from '../../../lib/lanes.ts'
import { createBulkCopies } from '../../operations/batched-calls.ts'
import { createRemover } from '../copy/remover.ts'
import { dropStage } from '../stages/drop-stage.ts'
import type { ItemRecord, StageRecord, TransferRecord } from '../journal/records.ts'
import type { RunDeps } from '../journal/run-deps.ts'
import { runFile } from '../copy/run-file.ts'
import { isFailure, type OpenedLocation, statIfAny } from '../../operations/opened-location.ts'
import { isAsLeft, left, makeRoom } from './undo-checks.ts'

export interface MoveBack {
  readonly now: OpenedLocation
  readonly was: OpenedLocation
  readonly moved: (bytes: number) => void
}

/** Moves one item to where it was, in one step or with a copy that is proved; never over something else. */
export async function moveBack(
  deps: RunDeps,
  row: TransferRecord,
  item: ItemRecord,
  { now, was, moved }: MoveBack,
  { signal }: Waits,
): Promise<ItemOutcome> {
  const there = await statIfAny(now, { signal })
  if (!there) return left('It is not there any more.')
  if (item.kind === 'folder' && item.detail.route !== 'rename') return moveFolderBack(now, was, item, { signal })
  if (item.kind === 'file' && !isAsLeft(there, item)) return left('It was changed since, so it is left.')
  if (!(await makeRoom(was, { signal }))) return left('Something else has its old name now.')
  if (now.mount === was.mount && now.backend.rename) {
    await now.backend.rename.rename(now.path, was.path, { ifExists: 'fail', signal })
    return { kind: 'done', detail: item.detail }
  }
  const { modifiedMs: _, ...facts } = item
  const current = { ...facts, ...(there.modifiedMs !== undefined && { modifiedMs: there.modifiedMs }), isFree: false }
  let stage: StageRecord | undefined
  const back = runFile(
    {
      isMove: true,
      remover: createRemover({ signal }),
      wasBegun: () => row.claimed > 0,
      decide: {
        policy: { skip: 'never', onConflict: 'fail' },
        verb: 'move',
        answers: {},
        compare: { localSums: deps.localSums, mayDownload: false },
      },
      saveCopied: async () => {},
      copy: {
        token: row.token,
        moved: (_item, bytes) => moved(bytes),
        pass: (bytes, either) => deps.bandwidth.pass(bytes, either),
        isHeldBack: () => deps.bandwidth.isLimited(),
        buffers: deps.buffers,
        lanes: createLanes(1),
        outOfReach: new Set(),
        bulk: createBulkCopies(`${row.token}b`, signal),
        noteStage: (_item, begun) => (stage = begun),
        async saveStage(_item, begun) {
          stage = begun
        },
        now: deps.now,
        boot: deps.boot,
      },
    },
    current,
    { from: now, to: was },
    { signal },
  )
  try {
    return await back
  } catch (error) {
    // another try begins anew
    const ends = { item: current, to: was }
    if (stage) await dropStage({ saveStage: async () => {}, now: deps.now }, ends, stage).catch(() => {})
    throw error
  }
}

/** What was in it has gone back already, which made the old folder anew. */
async function moveFolderBack(
  now: OpenedLocation,
  was: OpenedLocation,
  { detail }: ItemRecord,
  { signal }: Waits,
): Promise<ItemOutcome> {
  if (!(await statIfAny(was, { signal }))) {
    await makeRoom(was, { signal })
    await was.backend.makeFolder(was.path, { signal })
  }
  if (detail.isMade !== true) return { kind: 'done', detail }
  try {
    await now.backend.remove(now.path, { signal })
  } catch (error) {
    if (isFailure(error, 'not-empty')) return left('Something else is in the folder now.')
    if (!isFailure(error, 'not-found')) throw error
  }
  return { kind: 'done', detail }
}
