import { StorageError } from '../../../contract/failure.ts'
import { baseName, formatLocation, type Location } from '../../../contract/location.ts'
import type { DeleteTransferRequest } from '../../../contract/transfer.ts'
import { known } from '../../../lib/known.ts'
import type { Waits } from '../../backends/backend.ts'
import { isFailure, openLocation, type OpenedLocation } from '../../operations/opened-location.ts'
import { removeTree } from '../../operations/remove.ts'
import { createRemover, type Remover } from '../copy/remover.ts'
import type { NewItem } from '../journal/records.ts'
import { createLookups } from '../plan/lookups.ts'
import { planItems } from './plan-items.ts'
import type { Run } from './run.ts'
import type { Work } from './work.ts'

const defaultJobs = 64

/** Each source is an item: a folder goes as a whole. What is gone already is what was wanted. */
export function deleteWork(run: Run, request: DeleteTransferRequest): Work {
  const { deps } = run
  const locations = request.sources.map(({ location }) => location)
  let remover: Remover | undefined

  return {
    runsFolders: true,
    itemsAtOnce: (jobs = defaultJobs) => jobs,
    plan: (waits) => planItems(run, plannedItems(run, locations, waits), waits),
    async runItem({ detail, kind }, { signal }) {
      const from = await openLocation(deps.mounts, detail.places?.from ?? { mount: '', path: '' }, { signal })
      try {
        if (request.to === 'trash') await toTrash(from, { signal })
        else if (kind === 'folder') await removeTree(from.backend, from.path, { signal })
        else await (remover ??= createRemover({ signal: run.signal })).remove(from)
      } catch (error) {
        if (!isFailure(error, 'not-found')) throw error
        return { kind: 'skipped', why: 'gone', reason: 'It was gone already.' }
      }
      return { kind: 'done', detail }
    },
  }
}

async function* plannedItems(
  { deps }: Run,
  locations: readonly Location[],
  { signal }: Waits,
): AsyncGenerator<readonly NewItem[]> {
  const open = (location: Location) => openLocation(deps.mounts, location, { signal })
  const lookups = createLookups(locations, open, { signal, withSums: false })
  for (const from of locations) {
    const entry = await lookups.ifAny(await open(from)).catch(() => undefined)
    const facts =
      entry && known({ sizeBytes: entry.kind === 'file' ? entry.sizeBytes : undefined, modifiedMs: entry.modifiedMs })
    const name = baseName(from.path) || from.mount
    yield [{ parent: 0, name, kind: entry?.kind ?? 'file', ...facts, detail: { places: { from } } }]
  }
}

async function toTrash(from: OpenedLocation, { signal }: Waits): Promise<void> {
  const { trash } = from.backend
  if (trash) return trash.moveToTrash(from.path, { signal })
  throw new StorageError({
    kind: 'unsupported',
    message: `${from.mount} has no trash; what is deleted there is deleted for ever.`,
    operation: 'transfers.delete',
    location: formatLocation(from),
  })
}
