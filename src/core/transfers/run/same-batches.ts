/** Skips files that already exist with the same content, hundreds at a time. */
import type { WorkerPool } from '../../../lib/flow/worker-pool.ts'
import { openLocation } from '../../operations/opened-location.ts'
import type { Waits } from '../../backends/backend.ts'
import { reasonOf } from '../decide/decide.ts'
import { findSame, type FoundFile, type FoundFiles, mayBeSame } from '../decide/same-files.ts'
import type { OpenItem } from '../journal/item-record.ts'
import type { Run } from './run.ts'
import type { ItemBatch } from './work.ts'

/** Returns one batch for each pair of mounts. If a mount can't be opened, the reason is found with each single file. */
export async function sameBatches(
  run: Run,
  workers: Pick<WorkerPool, 'begin'>,
  items: readonly OpenItem[],
  waits: Waits,
): Promise<ItemBatch[]> {
  const ways = new Map<string, FoundFile[]>()
  for (const item of items.filter(mayBeSame)) {
    if (run.wasBegun(item)) continue
    const { from, to } = run.locations.of(item)
    const key = JSON.stringify([from.mount, to.mount])
    const way = ways.get(key)
    if (way) way.push(item)
    else ways.set(key, [item])
  }
  const batches: ItemBatch[] = []
  for (const some of ways.values()) {
    const files = await openWay(run, some, waits)
    if (files) batches.push(asItemBatch(run, workers, files))
  }
  return batches
}

async function openWay(run: Run, items: readonly FoundFile[], waits: Waits): Promise<FoundFiles | undefined> {
  const [first] = items
  if (!first) return undefined
  const { from, to } = run.locations.of(first)
  try {
    const [source, target] = [
      await openLocation(run.deps.mounts, from, waits),
      await openLocation(run.deps.mounts, to, waits),
    ]
    return { backends: { from: source.backend, to: target.backend }, items, placesOf: (item) => run.locations.of(item) }
  } catch {
    waits.signal.throwIfAborted()
    return undefined
  }
}

function asItemBatch(run: Run, workers: Pick<WorkerPool, 'begin'>, files: FoundFiles): ItemBatch {
  return {
    items: files.items,
    begin: (work) => workers.begin(work, run.signal),
    async run(waits) {
      const same = new Set(await findSame(run.deps.localSums, files, waits))
      waits.signal.throwIfAborted()
      for (const item of same) run.journal.settle(item, { kind: 'skipped', why: 'hash', reason: reasonOf('hash') })
      return files.items.filter((item) => !same.has(item))
    },
  }
}
