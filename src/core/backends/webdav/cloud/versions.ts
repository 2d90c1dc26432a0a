/**
 * The versions of a file that Nextcloud keeps. The name of each is the second in which it was written. The current one
 * is among them.
 */
import type { Version } from '../../../../contract/facets.ts'
import { baseName } from '../../../../contract/location.ts'
import { known } from '../../../../lib/known.ts'
import type { Backend, Waits } from '../../backend.ts'
import { davPath, type DavPath } from '../connect/paths.ts'
import { failingAs, hasStatus, refuse } from '../failures/failures.ts'
import { entryOf, factNames, sizeOf, timeOf } from '../read/facts.ts'
import { childrenOf, lookUp } from '../read/look-up.ts'
import type { Resource } from '../read/multistatus.ts'
import { readAt, readFile } from '../read/read.ts'
import { transfer } from '../write/move.ts'
import type { CloudServer } from './cloud.ts'

export function versionsOf(server: CloudServer): NonNullable<Backend['versions']> {
  const { versions = '' } = server.cloud

  async function found(path: string, operation: string, { signal }: Waits) {
    const full = davPath(server.root, path, operation)
    const file = await lookUp(server, full, { signal }, [...factNames, 'oc:fileid'])
    if (file.isFolder) throw refuse('not-a-file', 'store.not-a-file', operation, path)
    return { full, file, current: secondOf(file), folder: `${versions}/versions/${file.values.get('fileid') ?? '0'}` }
  }
  const placeOf = (folder: DavPath, version: string, path: string, operation: string): DavPath => {
    if (/^\d{1,16}$/.test(version)) return `${folder}/${version}`
    throw refuse('not-found', 'store.no-version', operation, path)
  }

  return {
    async *list(path, { signal }) {
      const operation = 'webdav.versions.list'
      yield await failingAs(operation, path, async () => {
        const { file, current, folder } = await found(path, operation, { signal })
        const kept = await keptIn(server, folder, { signal })
        const others = kept.filter(([name]) => name !== current).map(([name, state]) => versionOf(name, state, false))
        const newestFirst = others.toSorted((a, b) => Number(b.id) - Number(a.id))
        return [versionOf(current, file, true), ...newestFirst]
      })
    },
    read(path, version, options) {
      const operation = 'webdav.versions.read'
      return failingAs(operation, path, async () => {
        const { current, folder } = await found(path, operation, options)
        if (version === current) return readFile(server, path, options)
        return readAt(server, placeOf(folder, version, path, operation), path, options)
      })
    },
    restore(path, version, { signal }) {
      const operation = 'webdav.versions.restore'
      return failingAs(operation, path, async () => {
        const { full, current, folder } = await found(path, operation, { signal })
        const from = placeOf(folder, version, path, operation)
        if (version !== current) {
          await transfer(server, 'MOVE', from, `${versions}/restore/target`, { overwrite: true, signal })
        }
        return entryOf(baseName(path), await lookUp(server, full, { signal }))
      })
    },
    remove(path, version, { signal }) {
      const operation = 'webdav.versions.remove'
      return failingAs(operation, path, async () => {
        const { current, folder } = await found(path, operation, { signal })
        if (version === current) {
          throw refuse('unsupported', 'webdav.current-version', operation, path)
        }
        await server.requests.ask({ method: 'DELETE', path: placeOf(folder, version, path, operation), signal })
      })
    },
  }
}

async function keptIn(
  server: CloudServer,
  folder: DavPath,
  { signal }: Waits,
): Promise<readonly (readonly [string, Resource])[]> {
  const kept: (readonly [string, Resource])[] = []
  try {
    for await (const { children } of childrenOf(server, `${folder}/`, { signal }, [
      ...factNames,
      'nc:version-author',
    ])) {
      kept.push(...children.filter(([name]) => /^\d+$/.test(name)))
    }
  } catch (error) {
    // some storages keep no versions
    if (!hasStatus(error, 403, 404)) throw error
  }
  return kept
}

function versionOf(id: string, state: Resource, isCurrent: boolean): Version {
  const modifiedMs = timeOf(state)
  const author = state.values.get('version-author') || undefined
  return { id, kind: 'version', isCurrent, ...known({ modifiedMs, sizeBytes: sizeOf(state), author }) }
}

function secondOf(file: Resource): string {
  return String(Math.floor((timeOf(file) ?? 0) / 1000))
}
