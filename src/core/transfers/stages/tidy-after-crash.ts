import { parentPath } from '../../../contract/location.ts'
import type { Waits } from '../../backends/backend.ts'
import type { ItemLocations } from '../journal/item-locations.ts'
import type { RunDeps } from '../journal/run-deps.ts'
import { openLocation } from '../../operations/opened-location.ts'

/** Batches that were under way when the program was killed have staged files in the folders of their items. */
export async function tidyAfterCrash(
  { mounts, journal }: Pick<RunDeps, 'mounts' | 'journal'>,
  {
    id,
    token,
    claimed,
    paths,
  }: { readonly id: number; readonly token: string; readonly claimed: number; readonly paths: ItemLocations },
  { signal }: Waits,
): Promise<void> {
  const tidied = new Set<number>()
  for (let after = 0; after < claimed;) {
    const items = journal.items.planned(id, after, 500).filter(({ number }) => number <= claimed)
    for (const item of items) {
      if (tidied.has(item.parent)) continue
      tidied.add(item.parent)
      const { backend, path } = await openLocation(mounts, paths.of(item).to, { signal })
      await backend.bulk?.tidy(parentPath(path), `${token}b`, { signal })
    }
    after = items.at(-1)?.number ?? claimed
  }
}
