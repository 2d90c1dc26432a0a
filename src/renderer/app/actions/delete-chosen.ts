import type { Entry } from '../../../contract/entry.ts'
import { childPath, type Location } from '../../../contract/location.ts'
import { startTransfer, type Transfers } from '../../features/transfers/transfers-store.ts'

/** Deletes entries of a folder without asking. A notice shows the result at the end. */
export async function deleteChosen(
  transfers: Transfers,
  folder: Location,
  entries: readonly Entry[],
  to: 'trash' | 'nowhere',
): Promise<void> {
  if (entries.length === 0) return
  const sources = entries.map(({ name, kind, deleted }) => ({
    location: { mount: folder.mount, path: childPath(folder.path, name) },
    ...(deleted && kind === 'folder' && { kind }),
  }))
  await startTransfer(transfers, { verb: 'delete', sources, to })
}
