import type { RenameOptions } from '../../backend.ts'
import { davPath, foldersOf } from '../connect/paths.ts'
import type { DavServer } from '../connect/server.ts'
import { existing, failingAs, hasStatus, refuse } from '../failures/failures.ts'
import { lookUp, lookUpIfAny } from '../read/look-up.ts'
import { transfer } from './move.ts'
import { explainPut } from './targets.ts'

const operation = 'webdav.rename'

/** Moves an entry within the mount, in one step as far as the server does. */
export async function renameEntry(
  server: DavServer,
  from: string,
  to: string,
  { ifExists, signal }: RenameOptions,
): Promise<void> {
  return failingAs(operation, to, async () => {
    if (from === '' || to === '') {
      throw refuse('bad-input', 'store.top-unchangeable', operation, from)
    }
    const source = davPath(server.root, from, operation)
    const target = davPath(server.root, to, operation)
    const [moved, found] = await Promise.all([
      failingAs(operation, from, () => lookUp(server, source, { signal })),
      lookUpIfAny(server, target, { signal }),
    ])
    if (moved.isFolder && target.startsWith(`${source}/`)) {
      throw refuse('bad-input', 'store.into-itself', operation, from)
    }
    if (source === target) return
    // on a server that ignores case, the found entry may be the moved one itself
    const isItself = found !== undefined && source.toLowerCase() === target.toLowerCase()
    const mayReplace = ifExists === 'replace' && !moved.isFolder && found?.isFolder === false
    if (found && !isItself && !mayReplace) throw existing(operation, to)
    const overwrite = found !== undefined && mayReplace
    const asIs = moved.isFolder ? foldersOf : (path: string) => path
    try {
      await transfer(server, 'MOVE', asIs(source), asIs(target), { overwrite, signal })
    } catch (error) {
      if (hasStatus(error, 412)) throw existing(operation, to, error)
      throw await explainPut(server, to, error, operation, { signal })
    }
  })
}
