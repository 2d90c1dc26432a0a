/** The trash of a Nextcloud user. Deleted entries move to it by themselves, and are restored to where they were. */
import type { DeletedEntry } from '../../../../contract/facets.ts'
import { baseName, childPath, parentPath } from '../../../../contract/location.ts'
import { known } from '../../../../lib/known.ts'
import type { Backend, Waits } from '../../backend.ts'
import { davPath, type DavPath, segmentsOf } from '../connect/paths.ts'
import { existing, failingAs, refuse } from '../failures/failures.ts'
import { entryOf, factNames } from '../read/facts.ts'
import { childrenOf, lookUp, lookUpIfAny } from '../read/look-up.ts'
import type { Resource } from '../read/multistatus.ts'
import { transfer } from '../write/move.ts'
import type { CloudServer } from './cloud.ts'
import { needFolder } from './write.ts'

const trashNames = [...factNames, 'oc:size', 'nc:trashbin-original-location', 'nc:trashbin-deletion-time']

/** An entry in the trash, with the path it had below the mount. */
interface Deleted {
  readonly path: string
  /** The name in the trash. */
  readonly name: string
  readonly deletedMs: number
  readonly resource: Resource
}

export function deletedOf(server: CloudServer): NonNullable<Backend['deleted']> {
  return {
    async *list(path, { signal }) {
      const operation = 'webdav.deleted.list'
      const entries = await failingAs(operation, path, async () => {
        const newest = new Map<string, Deleted>()
        for await (const found of trashOf(server, { signal })) {
          const name = baseName(found.path)
          if (parentPath(found.path) === path && (newest.get(name)?.deletedMs ?? -1) < found.deletedMs)
            newest.set(name, found)
        }
        if (newest.size > 0) for (const name of await namesIn(server, path, operation, { signal })) newest.delete(name)
        return [...newest.values()].map(entryOfDeleted)
      })
      if (entries.length > 0) yield entries
    },
    restore(path, { signal }) {
      const operation = 'webdav.deleted.restore'
      return failingAs(operation, path, async () => {
        const full = davPath(server.root, path, operation)
        if (await lookUpIfAny(server, full, { signal })) throw existing(operation, path)
        let newest: Deleted | undefined
        for await (const found of trashOf(server, { signal })) {
          if (found.path === path && (newest?.deletedMs ?? -1) < found.deletedMs) newest = found
        }
        if (!newest) throw refuse('not-found', 'store.not-restorable', operation, path)
        // if its folder is missing, the server would restore it elsewhere
        await needFolder(server, path, operation, { signal })
        const from = trashPath(server, 'trash', newest.name, operation)
        await transfer(server, 'MOVE', from, trashPath(server, 'restore', newest.name, operation), {
          overwrite: true,
          signal,
        })
        return entryOf(baseName(path), await lookUp(server, full, { signal }))
      })
    },
  }
}

function trashPath(
  { cloud: { trashbin = '' } }: CloudServer,
  folder: 'trash' | 'restore',
  name: string,
  operation: string,
): DavPath {
  return davPath(`${trashbin}/${folder}`, name, operation)
}

async function* trashOf(server: CloudServer, { signal }: Waits): AsyncGenerator<Deleted> {
  const { trashbin = '', files } = server.cloud
  const above = segmentsOf(server.root).slice(segmentsOf(files).length).join('/')
  for await (const { children } of childrenOf(server, `${trashbin}/trash/`, { signal }, trashNames)) {
    for (const [name, resource] of children) {
      const location = resource.values.get('trashbin-original-location')?.replace(/^\/+/, '')
      if (location === undefined || location === '') continue
      if (above !== '' && !location.startsWith(`${above}/`)) continue
      const deletedMs = Number(resource.values.get('trashbin-deletion-time') ?? 0) * 1000
      yield { path: above === '' ? location : location.slice(above.length + 1), name, deletedMs, resource }
    }
  }
}

async function namesIn(
  server: CloudServer,
  path: string,
  operation: string,
  { signal }: Waits,
): Promise<readonly string[]> {
  const names: string[] = []
  for await (const { children } of childrenOf(server, `${davPath(server.root, path, operation)}/`, { signal })) {
    names.push(...children.map(([name]) => name))
  }
  return names
}

function entryOfDeleted({ path, deletedMs, resource }: Deleted): DeletedEntry {
  return { entry: entryOf(baseName(path), resource), ...known({ deletedMs: deletedMs > 0 ? deletedMs : undefined }) }
}

/** The server moves deleted entries to the trash, a folder with everything in it. */
export function trashOfCloud(server: CloudServer): NonNullable<Backend['trash']> {
  return {
    moveToTrash(path, { signal }) {
      const operation = 'webdav.trash'
      return failingAs(operation, path, async () => {
        if (path === '') throw refuse('denied', 'store.top-unchangeable', operation, path)
        const full = davPath(server.root, childPath('', path), operation)
        const { isFolder } = await lookUp(server, full, { signal })
        await server.requests.ask({ method: 'DELETE', path: isFolder ? `${full}/` : full, signal, isLong: true })
      })
    },
  }
}
