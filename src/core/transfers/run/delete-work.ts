import { said } from '../../../contract/sentences/said.ts'
import { StorageError } from '../../../contract/failure.ts'
import { baseName, formatLocation, type Location } from '../../../contract/location.ts'
import type { DeleteTransferRequest } from '../../../contract/transfer.ts'
import { known } from '../../../lib/known.ts'
import type { Waits } from '../../backends/backend.ts'
import { isFailure, openLocation, type OpenedLocation } from '../../operations/opened-location.ts'
import { createEraser, type Eraser } from '../copy/eraser.ts'
import type { ItemOutcome } from '../journal/item-outcome.ts'
import type { DoneDetail, NewItem } from '../journal/item-record.ts'
import { createLookups } from '../plan/lookups.ts'
import { planItems } from './plan-items.ts'
import type { Run } from './run.ts'
import type { Work } from './work.ts'

const defaultJobs = 64

/**
 * Deletes sources. Each source is an item; a folder is deleted as a whole. A source that is already gone is no failure.
 */
export function deleteWork(run: Run, request: DeleteTransferRequest): Work {
  const { deps } = run
  let eraser: Eraser | undefined
  /** The number of removed states, by item. */
  const gone = new Map<number, number>()
  const doneWith = (number: number, detail: DoneDetail): ItemOutcome => {
    const versions = gone.get(number)
    return { kind: 'done', detail: versions ? { ...detail, versions } : detail }
  }

  return {
    runsFolders: true,
    itemsAtOnce: (jobs = defaultJobs) => jobs,
    plan: (waits) => planItems(run, plannedItems(run, request.sources, waits), waits),
    async runItem({ number, detail, kind }, { signal }) {
      const from = await openLocation(deps.mounts, detail.places?.from ?? { mount: '', path: '' }, { signal })
      try {
        if (request.to === 'nowhere') {
          eraser ??= createEraser({ signal: run.signal })
          const { versions, failure } = await eraser.erase(from, kind === 'folder' ? kind : 'file')
          // Also counts states of an attempt that failed.
          if (versions > 0) run.journal.writer.change({ versions })
          gone.set(number, (gone.get(number) ?? 0) + versions)
          if (failure) throw new StorageError(failure)
          return doneWith(number, detail)
        }
        await toTrash(from, { signal })
      } catch (error) {
        if (!isFailure(error, 'not-found')) throw error
        if (gone.get(number)) return doneWith(number, detail)
        return { kind: 'skipped', why: 'gone', reason: said('skipped.gone').message }
      }
      return { kind: 'done', detail }
    },
  }
}

async function* plannedItems(
  { deps }: Run,
  sources: DeleteTransferRequest['sources'],
  { signal }: Waits,
): AsyncGenerator<readonly NewItem[]> {
  const locations = sources.map(({ location }) => location)
  const open = (location: Location) => openLocation(deps.mounts, location, { signal })
  const lookups = createLookups(locations, open, { signal, withSums: false })
  for (const { location: from, kind } of sources) {
    const entry = await lookups.ifAny(await open(from)).catch(() => undefined)
    const facts =
      entry && known({ sizeBytes: entry.kind === 'file' ? entry.sizeBytes : undefined, modifiedMs: entry.modifiedMs })
    const name = baseName(from.path) || from.mount
    yield [{ parent: 0, name, kind: entry?.kind ?? kind ?? 'file', ...facts, detail: { places: { from } } }]
  }
}

async function toTrash(from: OpenedLocation, { signal }: Waits): Promise<void> {
  const { trash } = from.backend
  if (trash) return trash.moveToTrash(from.path, { signal })
  throw new StorageError({
    kind: 'unsupported',
    ...said('transfer.no-trash', { mount: from.mount }),
    operation: 'transfers.delete',
    location: formatLocation(from),
  })
}
