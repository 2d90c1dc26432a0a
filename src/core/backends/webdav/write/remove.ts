import type { Waits } from '../../backend.ts'
import { davPath, type DavPath, foldersOf } from '../connect/paths.ts'
import type { DavServer } from '../connect/server.ts'
import { failingAs, refuse } from '../failures/failures.ts'
import { childrenOf, lookUp } from '../read/look-up.ts'

const operation = 'webdav.remove'

/** Checks first that a folder is empty, because servers remove a folder with everything in it. */
export async function removeEntry(server: DavServer, path: string, { signal }: Waits): Promise<void> {
  return failingAs(operation, path, async () => {
    if (path === '') throw refuse('denied', 'store.top-unchangeable', operation, path)
    const full = davPath(server.root, path, operation)
    const { isFolder } = await lookUp(server, full, { signal })
    if (isFolder && (await hasChildren(server, full, signal))) {
      throw refuse('not-empty', 'store.not-empty', operation, path)
    }
    await server.requests.ask({ method: 'DELETE', path: isFolder ? foldersOf(full) : full, signal, isLong: true })
  })
}

async function hasChildren(server: DavServer, full: DavPath, signal: AbortSignal): Promise<boolean> {
  for await (const { children } of childrenOf(server, foldersOf(full), { signal })) if (children.length > 0) return true
  return false
}
