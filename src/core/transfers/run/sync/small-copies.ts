/** Copies small files hundreds at a time, as in any copy. */
import { setMaxListeners } from 'node:events'
import { formatLocation, parentPath } from '../../../../contract/location.ts'
import type { Waits } from '../../../backends/backend.ts'
import { createBatchConcurrency } from '../../copy/batch-concurrency.ts'
import {
  type BatchDeps,
  copyBatch,
  type FileBatch,
  makeBatches,
  mostBatchedBytes,
  type SmallFile,
} from '../../copy/file-batch.ts'
import type { OpenItem } from '../../journal/item-record.ts'
import { bulkIdOf } from '../../stages/stage-id.ts'
import { replaceBatch } from './aside-batch.ts'
import type { ItemBatch } from '../work.ts'
import type { SyncRun } from './sync-run.ts'

export function createSmallCopies(sync: SyncRun) {
  const { run } = sync
  const { deps, limits, journal, signal } = run
  const concurrency = createBatchConcurrency(limits.jobs() ?? Infinity)
  const batching: BatchDeps = {
    mounts: deps.mounts,
    paths: run.locations,
    pass: limits.pass,
    mostBytes: () => limits.bytesPerSecond() / 2, // So that progress is visible even under a speed limit.
    buffers: deps.buffers,
    id: bulkIdOf(run.token),
    late: run.late,
    fileSlots: limits.fileSlots,
    isAsPlanned: ({ modifiedMs }, read) => modifiedMs === undefined || isSameSecond(modifiedMs, read.modifiedMs),
    onDone(items, patches) {
      run.retries.wentWell()
      const details = new Map(
        patches.flatMap((patch) => ('first' in patch ? [] : [[patch.number, patch.detail] as const])),
      )
      const ofRun = patches.find((patch) => 'first' in patch)?.detail
      const kept = items.map(({ number, sizeBytes = 0, detail: { places, sync: step, replaced } }) => {
        const made = details.get(number) ?? ofRun ?? {}
        const detail = {
          ...made,
          ...(places && { places }),
          ...(step && { sync: step }),
          ...(replaced && { replaced }),
        }
        return { number, state: 'done', copiedBytes: sizeBytes, detail } as const
      })
      journal.settleMany(items, kept, 'bulk')
    },
  }
  return {
    concurrency,
    async batches(items: readonly OpenItem[], waits: Waits): Promise<readonly ItemBatch[]> {
      const small = items.filter(isSmallCopy).filter((item) => !run.wasBegun(item))
      await makeParents(sync, small, waits)
      const [fresh, over] = [small.filter(({ isFree }) => isFree), small.filter(({ isFree }) => !isFree)]
      const batchesOf = async (some: readonly SmallFile[], copy: (group: FileBatch, options: Waits) => Copied) =>
        (await makeBatches(batching, some, waits)).map((group) => ({
          items: group.items,
          begin: (work: () => Promise<void>) => concurrency.begin(group, work, signal),
          run: (options: Waits) => copy(group, options),
        }))
      return [
        ...(await batchesOf(fresh, (group, options) => copyBatch(batching, group, options))),
        ...(await batchesOf(over, (group, options) => replaceBatch(sync, batching, group, options))),
      ]
    },
  }
}

type Copied = Promise<readonly SmallFile[]>

function isSmallCopy(item: OpenItem): item is SmallFile {
  const { kind, sizeBytes, detail } = item
  if (kind !== 'file' || sizeBytes === undefined || sizeBytes > mostBatchedBytes) return false
  return detail.sync?.do === 'copy' && !detail.stage && detail.attempts === undefined && !detail.replaced
}

/** If a folder can't be created, the reason is found with each of its files. */
async function makeParents(sync: SyncRun, items: readonly SmallFile[], { signal }: Waits): Promise<void> {
  setMaxListeners(0, signal) // Each of them adds a listener.
  const parents = new Map(
    items.map((item) => {
      const { to } = sync.run.locations.of(item)
      const parent = { mount: to.mount, path: parentPath(to.path) }
      return [formatLocation(parent), parent]
    }),
  )
  await Promise.all(
    [...parents.values()].map(async (parent) => {
      try {
        await sync.folders.make(await sync.open(parent, { signal }))
      } catch {
        signal.throwIfAborted()
      }
    }),
  )
}

/** Some stores report times in whole seconds when a file is read. */
function isSameSecond(planned: number, read: number | undefined): boolean {
  return read !== undefined && Math.abs(planned - read) < 1000
}
