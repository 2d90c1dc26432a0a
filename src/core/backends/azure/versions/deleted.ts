import { statEntry } from '../../object-store/read/stat.ts'
import { attemptAt, fileAt, addressOf } from '../../object-store/address.ts'
import { notAFolder } from '../../object-store/failures/failures.ts'
import type { Entry } from '../../../../contract/entry.ts'
import type { DeletedEntry } from '../../../../contract/facets.ts'
import type { Backend, Waits } from '../../backend.ts'
import { fileName } from '../../object-store/object-names.ts'
import { azureFailure, failingAs } from '../failures/failures.ts'
import { factsOf } from '../read/list.ts'
import { isMarker, listSegment } from '../read/look-up.ts'
import type { Scope } from '../connect/scope.ts'
import { bringBack } from './versions.ts'

const dayMs = 86_400_000

/** Blobs that soft delete retains, and blobs of which only versions are left. */
export function deletedOf(scope: Scope): NonNullable<Backend['deleted']> {
  return {
    list: (path, options) => listDeleted(scope, path, options),
    restore: (path, options) => restoreDeleted(scope, path, options),
  }
}

async function* listDeleted(scope: Scope, path: string, { signal }: Waits): AsyncGenerator<readonly DeletedEntry[]> {
  signal.throwIfAborted()
  const operation = 'azure.deleted.list'
  const address = addressOf(scope, path, operation)
  const attempt = attemptAt(address, operation, path)
  if (address.kind === 'account') return
  const { container, folder } = address
  if (folder === undefined) throw notAFolder(attempt)
  try {
    let marker: string | undefined
    let last: string | undefined
    do {
      const page = await listSegment(scope, container, folder, signal, {
        includeDeleted: true,
        includeDeletedWithVersions: true,
        ...(marker && { marker }),
      })
      const rows: DeletedEntry[] = []
      for (const { name, deleted, snapshot, versionId, properties, metadata, hasVersionsOnly } of rowsOf(page)) {
        const text = name.slice(folder.length)
        const isGone = hasVersionsOnly === true || (deleted && !snapshot && !versionId)
        if (!isGone || isMarker(metadata) || text === '' || name === last) continue
        last = name
        const { contentLength, lastModified, accessTier, deletedOn, remainingRetentionDays: days } = properties
        const entry: Entry = {
          name: fileName(text),
          kind: 'file',
          ...factsOf(contentLength, lastModified, accessTier),
        }
        rows.push({
          entry,
          ...(deletedOn && { deletedMs: deletedOn.getTime() }),
          ...(deletedOn && days !== undefined && { goneMs: Date.now() + days * dayMs }),
        })
      }
      if (rows.length > 0) yield rows
      signal.throwIfAborted()
      marker = page.continuationToken
    } while (marker)
  } catch (error) {
    throw azureFailure(error, attempt)
  }
}

/** A row with the field that the SDK's types leave out. */
type Row = Awaited<ReturnType<typeof listSegment>>['segment']['blobItems'][number] & {
  readonly hasVersionsOnly?: boolean
}

function rowsOf({ segment }: Awaited<ReturnType<typeof listSegment>>): readonly Row[] {
  return segment.blobItems
}

async function restoreDeleted(scope: Scope, path: string, { signal }: Waits): Promise<Entry> {
  signal.throwIfAborted()
  const { container, key, attempt } = fileAt(scope, path, 'azure.deleted.restore')
  await failingAs(attempt, () => bringBack(scope, container, key, attempt, signal))
  return statEntry(scope, path, { signal })
}
