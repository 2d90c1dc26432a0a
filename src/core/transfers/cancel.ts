import type { Journal } from './journal.ts'
import { createPaths } from './paths.ts'
import type { ItemRow, TransferRow } from './rows.ts'
import type { RunDeps } from './run-deps.ts'
import { openSpot } from './spot.ts'
import { tidyAfterCrash } from './tidy-after-crash.ts'

const tidyingMs = 30_000

/** Gives all that have no end the end `cancelled`, and takes back what is staged of them. What is done stays done. */
export async function cancelItems(deps: Pick<RunDeps, 'mounts' | 'journal' | 'now'>, row: TransferRow): Promise<void> {
  const { journal } = deps
  if (row.request.verb === 'copy' || row.request.verb === 'move') {
    const paths = createPaths(journal.items, row.id, row.request)
    const signal = AbortSignal.timeout(tidyingMs)
    await tidyAfterCrash(deps, { id: row.id, token: row.token, claimed: row.claimed, paths }, { signal }).catch(
      () => {},
    )
    for (const item of staged(journal, row)) {
      const { stage } = item.detail
      try {
        const { backend, path } = await openSpot(deps.mounts, paths.of(item).to, { signal })
        const { staging } = backend
        if (stage?.token !== undefined) await staging?.discard(path, stage.token, { signal })
        else if (stage) await staging?.tidy(path, stage.id, { signal, sinceMs: stage.beganMs, untilMs: deps.now() })
      } catch {
        // a mount that can't be reached now keeps it; it has no name and harms nothing but room
      }
    }
  }
  journal.atOnce(() => {
    const cancelled =
      journal.items.move(row.id, 'planned', 'cancelled') + journal.items.move(row.id, 'asking', 'cancelled')
    const now = journal.get(row.id) ?? row
    journal.patch(row.id, { counts: { ...now.counts, asking: 0, cancelled: now.counts.cancelled + cancelled } })
  })
}

/** Those that were begun, or failed in the middle. */
function* staged(journal: Journal, { id, claimed }: TransferRow): Generator<ItemRow> {
  for (let after = 0; after < claimed;) {
    const items = journal.items.page(id, { states: ['planned', 'failed'], after, limit: 500 })
    for (const item of items) if (item.detail.stage && item.number <= claimed) yield item
    after = items.at(-1)?.number ?? claimed
  }
}
