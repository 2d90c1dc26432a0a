import { createWorkerPool } from '../../../../lib/flow/worker-pool.ts'
import { known } from '../../../../lib/known.ts'
import { recover } from '../../stages/recover.ts'
import { createItemLocations } from '../../journal/item-locations.ts'
import type { TransferRecord } from '../../journal/records.ts'
import type { RunDeps } from '../../journal/run-deps.ts'
import { openLocation } from '../../../operations/opened-location.ts'
import { tokensOf } from '../../stages/stage-id.ts'
import { discardStages } from '../../stages/discard-stages.ts'
import { tidyAfterCrash } from '../../stages/tidy-after-crash.ts'

const tidyingMs = 30_000
/** The largest number of items that can have been started. */
const mostBegun = 2000
const lookedAtAtOnce = 16

/** Marks all items that have not ended as cancelled, and discards their stages. Finished items stay done. */
export async function cancelItems(
  deps: Pick<RunDeps, 'mounts' | 'journal' | 'now' | 'localSums'>,
  row: TransferRecord,
): Promise<void> {
  const { journal } = deps
  const signal = AbortSignal.timeout(tidyingMs)
  await tidyAfterCrash(deps, row, createItemLocations(journal.items, row), { signal }).catch(() => {})
  await discardStages(deps, row, { signal })
  if (row.request.verb === 'copy' || row.request.verb === 'move') await keepDone(deps, row)
  journal.atOnce(() => {
    const cancelled =
      journal.items.move(row.id, 'planned', 'cancelled') + journal.items.move(row.id, 'asking', 'cancelled')
    const now = journal.get(row.id) ?? row
    journal.patch(row.id, {
      counts: { ...now.counts, asking: 0, bytesStaged: 0, cancelled: now.counts.cancelled + cancelled },
    })
  })
}

/** An item that got its name at the last moment is done, not cancelled. */
async function keepDone(
  deps: Pick<RunDeps, 'mounts' | 'journal' | 'now' | 'localSums'>,
  row: TransferRecord,
): Promise<void> {
  const { journal, localSums, now } = deps
  const signal = AbortSignal.timeout(tidyingMs)
  const paths = createItemLocations(journal.items, row)
  const recovering = {
    tokens: tokensOf(row),
    isMove: false,
    mayProbe: row.request.verb === 'move',
    compare: { localSums, mayDownload: false },
    now,
  }
  const begun = journal.items.planned(row.id, 0, mostBegun).filter(({ number }) => number <= row.claimed)
  const workers = createWorkerPool(lookedAtAtOnce)
  let done = 0
  for (const item of begun) {
    await workers.begin(async () => {
      try {
        const { from, to } = paths.of(item)
        const ends = {
          from: await openLocation(deps.mounts, from, { signal }),
          to: await openLocation(deps.mounts, to, { signal }),
        }
        const recovered = await recover(recovering, item, ends, { signal })
        if (recovered.kind !== 'done') return
        const detail = { ...known({ source: item.detail.source }), proof: { by: recovered.by } } as const
        journal.items.patch(row.id, [{ number: item.number, state: 'done', copiedBytes: item.sizeBytes ?? 0, detail }])
        done += 1
      } catch {
        // An item that can't be checked now does not count as done.
      }
    })
  }
  await workers.finish()
  const counts = journal.get(row.id)?.counts ?? row.counts
  journal.patch(row.id, { counts: { ...counts, done: counts.done + done } })
}
