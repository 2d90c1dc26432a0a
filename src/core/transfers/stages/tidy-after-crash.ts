import { formatLocation } from '../../../contract/location.ts'
import type { Waits } from '../../backends/backend.ts'
import { folderOf, type ItemLocations } from '../journal/item-locations.ts'
import type { TransferRecord } from '../journal/records.ts'
import type { RunDeps } from '../journal/run-deps.ts'
import { openLocation } from '../../operations/opened-location.ts'
import { bulkIdOf, tokensOf } from './stage-id.ts'

/**
 * Removes the staging files of batches that were in progress when the program was killed. They are in the folders of
 * their items.
 */
export async function tidyAfterCrash(
  { mounts, journal }: Pick<RunDeps, 'mounts' | 'journal'>,
  record: Pick<TransferRecord, 'id' | 'token' | 'facts' | 'claimed'>,
  paths: ItemLocations,
  { signal }: Waits,
): Promise<void> {
  const { id, claimed } = record
  const tidied = new Set<string>()
  for (let after = 0; after < claimed;) {
    const items = journal.items.planned(id, after, 500).filter(({ number }) => number <= claimed)
    for (const item of items) {
      const folder = folderOf(paths.of(item).to)
      const key = formatLocation(folder)
      if (tidied.has(key)) continue
      tidied.add(key)
      const { backend, path } = await openLocation(mounts, folder, { signal })
      for (const token of tokensOf(record)) await backend.bulk?.tidy(path, bulkIdOf(token), { signal })
    }
    after = items.at(-1)?.number ?? claimed
  }
}
