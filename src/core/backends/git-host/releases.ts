/** Shows a folder for each release, with the files attached to it. */
import type { Entry } from '../../../contract/entry.ts'
import { packEntries } from '../../../contract/entry-page.ts'
import { pathSegments } from '../../../contract/location.ts'
import type { Backend, Waits } from '../backend.ts'
import { type Attempt, gitFailingAs, gitFailure, notAFile, nothingAt, refused, notAFolder, refuse } from './failures.ts'
import { gitCapabilities } from './files.ts'
import type { Asset, GitHost, Release } from './host.ts'
import { readAnswer } from './read.ts'
import { folderNameOf } from './ref-names.ts'

export function createReleasesBackend(host: GitHost): Backend {
  async function find(name: string, attempt: Attempt, waits: Waits): Promise<Release> {
    return gitFailingAs(attempt, async () => {
      for await (const some of host.releases(waits)) {
        const found = some.find(({ tag }) => folderNameOf(tag) === name)
        if (found) return found
      }
      throw nothingAt(attempt)
    })
  }
  async function asset(path: string, attempt: Attempt, waits: Waits): Promise<Asset> {
    const [name = '', file, ...more] = pathSegments(path)
    if (name === '') throw notAFile(attempt)
    const release = await find(name, attempt, waits)
    if (file === undefined) throw notAFile(attempt)
    const found = more.length === 0 ? assetsOf(release).get(file) : undefined
    if (!found) throw nothingAt(attempt)
    return found
  }

  return {
    capabilities: { ...gitCapabilities, facets: [], keepsVersions: false, keepsEmptyFolders: true, hasLinks: false },
    async *list(path, { signal }) {
      const attempt: Attempt = { operation: 'git.list', path }
      signal.throwIfAborted()
      const [name, ...rest] = pathSegments(path)
      if (name !== undefined) {
        const release = await find(name, attempt, { signal })
        const isFile = assetsOf(release).has(rest.join('/'))
        if (isFile) throw notAFolder(attempt)
        if (rest.length > 0) throw nothingAt(attempt)
        const entries = [...assetsOf(release)].map(([file, each]) => entryOf(file, each))
        if (entries.length > 0) yield packEntries(entries)
        return
      }
      try {
        for await (const some of host.releases({ signal }))
          if (some.length > 0) yield packEntries(some.map(({ tag, atMs }) => folderOf(tag, atMs)))
      } catch (error) {
        signal.throwIfAborted()
        throw gitFailure(error, attempt)
      }
    },
    async stat(path, waits): Promise<Entry> {
      const attempt: Attempt = { operation: 'git.stat', path }
      waits.signal.throwIfAborted()
      const [name, file] = pathSegments(path)
      if (name === undefined) return { name: '', kind: 'folder' }
      if (file !== undefined) return entryOf(file, await asset(path, attempt, waits))
      const { tag, atMs } = await find(name, attempt, waits)
      return folderOf(tag, atMs)
    },
    async read(path, options) {
      const attempt: Attempt = { operation: 'git.read', path }
      const found = await asset(path, attempt, options)
      const mark = `${found.id}-${found.sizeBytes ?? ''}-${found.modifiedMs ?? ''}`
      if (options.ifUnchanged !== undefined && options.ifUnchanged !== mark)
        throw refuse('changed', 'store.changed', attempt)
      const stream = await readAnswer((headers) => host.asset(found, headers, options), options, attempt)
      const { sizeBytes, modifiedMs } = found
      options.onOpened?.(mark, {
        ...(sizeBytes !== undefined && { sizeBytes }),
        ...(modifiedMs !== undefined && { modifiedMs }),
      })
      return stream
    },
    write: async (path) => refused(path, 'git.write'),
    makeFolder: async (path) => refused(path, 'git.makeFolder'),
    remove: async (path) => refused(path, 'git.remove'),
    close: () => host.close(),
  }
}

function folderOf(tag: string, atMs: number | undefined): Entry {
  return { name: folderNameOf(tag), kind: 'folder', ...(atMs !== undefined && { modifiedMs: atMs }) }
}

/** Returns the files by name. Of two with the same name, the first is shown. */
function assetsOf({ assets }: Release): ReadonlyMap<string, Asset> {
  return new Map(assets.map((asset) => [asset.name.replaceAll('/', '‛2F'), asset] as const).toReversed())
}

function entryOf(name: string, { sizeBytes, modifiedMs }: Asset): Entry {
  return {
    name,
    kind: 'file',
    ...(sizeBytes !== undefined && { sizeBytes }),
    ...(modifiedMs !== undefined && { modifiedMs }),
  }
}
