import { archiveMountName } from '../../../contract/archive-mount.ts'
import type { Contract } from '../../../contract/contract.ts'
import type { Entry } from '../../../contract/entry.ts'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { type Failure, StorageError } from '../../../contract/failure.ts'
import { childPath, type Location } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'

export interface ArchiveList {
  readonly rows: readonly { readonly path: string; readonly entry: Entry }[]
  readonly files: number
  readonly bytes: number
  /** True if there are more entries than were requested. */
  readonly isCut: boolean
  /** Why the listing is incomplete. */
  readonly failure?: Failure
}

export async function listArchive(
  client: Client<Contract>,
  archive: Location,
  most: number,
  signal: AbortSignal,
): Promise<ArchiveList> {
  const rows: { readonly path: string; readonly entry: Entry }[] = []
  let [files, bytes] = [0, 0]
  let failure: Failure | undefined
  const root = { mount: archiveMountName(archive), path: '' }
  for await (const item of client.listing.walk({ location: root }, { signal })) {
    if (!('page' in item)) {
      failure ??= item.failure
      continue
    }
    for (const entry of unpackEntries(item.page)) {
      if (rows.length === most) return { rows, files, bytes, isCut: true }
      rows.push({ path: childPath(item.path, entry.name), entry })
      if (entry.kind === 'file') files += 1
      bytes += entry.sizeBytes ?? 0
    }
  }
  if (failure && rows.length === 0) throw new StorageError(failure)
  return { rows, files, bytes, isCut: false, ...(failure && { failure }) }
}
