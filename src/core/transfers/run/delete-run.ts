import { StorageError } from '../../../contract/failure.ts'
import { baseName, formatLocation } from '../../../contract/location.ts'
import type { DeleteTransferRequest } from '../../../contract/transfer.ts'
import type { Waits } from '../../backends/backend.ts'
import { removeTree } from '../../operations/remove.ts'
import { known } from '../../../lib/known.ts'
import { startItemLoop } from './item-loop.ts'
import { createLookups } from '../plan/lookups.ts'
import { createRemover, type Remover } from '../copy/remover.ts'
import type { ItemRecord, NewItem, TransferRecord } from '../journal/records.ts'
import type { RunDeps } from '../journal/run-deps.ts'
import { isFailure, openLocation, type OpenedLocation } from '../../operations/opened-location.ts'
import type { TransferRun } from './transfer-run.ts'

/** Each source is an item: a folder goes as a whole. What is gone already is what was wanted. */
export function startDelete(deps: RunDeps, row: TransferRecord, request: DeleteTransferRequest): TransferRun {
  let remover: Remover | undefined
  const locations = request.sources.map(({ location }) => location)

  return startItemLoop(deps, row, {
    jobs: 64,
    async *plan({ signal }) {
      const open = (location: OpenedLocation | (typeof locations)[number]) =>
        openLocation(deps.mounts, location, { signal })
      const looks = createLookups(locations, open, { signal, withSums: false })
      for (const from of locations) {
        const entry = await looks.ifAny(await open(from)).catch(() => undefined)
        const facts =
          entry &&
          known({ sizeBytes: entry.kind === 'file' ? entry.sizeBytes : undefined, modifiedMs: entry.modifiedMs })
        yield [
          {
            parent: 0,
            name: baseName(from.path) || from.mount,
            kind: entry?.kind ?? 'file',
            ...facts,
            detail: { places: { from } },
          } satisfies NewItem,
        ]
      }
    },
    async runItem({ detail, kind }: ItemRecord, { signal }) {
      const from = await openLocation(deps.mounts, detail.places?.from ?? { mount: '', path: '' }, { signal })
      try {
        if (request.to === 'trash') await toTrash(from, { signal })
        else if (kind === 'folder') await removeTree(from.backend, from.path, { signal })
        else await (remover ??= createRemover({ signal })).remove(from)
      } catch (error) {
        if (!isFailure(error, 'not-found')) throw error
        return { kind: 'skipped', why: 'gone', reason: 'It was gone already.' }
      }
      return { kind: 'done', detail }
    },
  })
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
