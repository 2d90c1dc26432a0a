/** The files of a repository at a ref, as a backend. */
import type { Capabilities } from '../../../contract/capabilities.ts'
import { plainCapabilities } from '../../../contract/derived-capabilities.ts'
import type { Entry } from '../../../contract/entry.ts'
import { packEntries } from '../../../contract/entry-page.ts'
import { baseName } from '../../../contract/location.ts'
import type { Backend, ListOptions, Waits } from '../backend.ts'
import { type Attempt, gitFailingAs, gitFailure, notAFile, nothingAt, refused, notAFolder } from './failures.ts'
import { momentsOf } from './moments.ts'
import { readAnswer, readBlob } from './read.ts'
import { entryOf, type Repository, submodule } from './repository.ts'
import { versionsOf } from './versions.ts'

export const gitCapabilities: Capabilities = {
  ...plainCapabilities,
  facets: ['versions', 'moments', 'properties'],
  canWrite: false,
  keepsVersions: true,
  hasLinks: true,
  keepsEmptyFolders: false,
  modifiedTime: { canSet: false, precisionMs: 1000 },
  caseSensitive: true,
  distinguishesUnicodeForms: true,
  limits: {},
  properties: { changeable: [], storageClasses: [] },
}
const longestTarget = 4096

export function createFilesBackend(repository: Repository): Backend {
  const { host } = repository

  async function* list(path: string, { signal }: ListOptions) {
    const attempt: Attempt = { operation: 'git.list', path }
    const commit = await repository.commit(attempt, { signal })
    const found = await repository.find(commit, path, attempt, { signal })
    if (!found) throw nothingAt(attempt)
    if (found.kind === 'submodule') throw submodule(attempt)
    if (found.kind !== 'folder') throw notAFolder(attempt)
    if (commit === undefined) return
    try {
      for await (const entries of host.list(commit, repository.full(path), { signal })) {
        if (entries.length > 0) yield packEntries(entries.map(entryOf))
        signal.throwIfAborted()
      }
    } catch (error) {
      signal.throwIfAborted()
      throw gitFailure(error, attempt)
    }
  }
  async function stat(path: string, waits: Waits): Promise<Entry> {
    const attempt: Attempt = { operation: 'git.stat', path }
    const commit = await repository.commit(attempt, waits)
    if (path === '') return { name: '', kind: 'folder' }
    const found = await repository.find(commit, path, attempt, waits)
    if (!found) throw nothingAt(attempt)
    const entry = { ...entryOf(found), name: baseName(path) }
    if (found.kind !== 'link') return entry
    const stream = await readAnswer(
      (headers) => host.blob(found.sha, headers, waits),
      { ...waits, length: longestTarget },
      attempt,
    )
    return { ...entry, link: { target: await new Response(stream).text(), leadsTo: 'outside' } }
  }

  return {
    capabilities: gitCapabilities,
    list,
    stat,
    async read(path, options) {
      const attempt: Attempt = { operation: 'git.read', path }
      const commit = await repository.commit(attempt, options)
      return readBlob(host, await repository.file(commit, path, attempt, options), options, attempt)
    },
    versions: versionsOf(repository),
    moments: momentsOf(repository),
    properties: {
      /** The time of a file is that of its last commit. */
      async read(path, waits) {
        const attempt: Attempt = { operation: 'git.properties', path }
        const commit = await repository.commit(attempt, waits)
        const { sha } = await repository.file(commit, path, attempt, waits)
        if (commit === undefined) throw notAFile(attempt)
        const at = repository.full(path)
        const last = await gitFailingAs(attempt, async () => {
          for await (const [newest] of host.history({ path: at, from: commit, most: 1, ...waits })) return newest
          return undefined
        })
        return {
          etag: sha,
          publicUrl: host.pageOf(commit, at),
          ...(last && { modifiedMs: last.atMs, versionId: last.sha }),
          ...(last?.author !== undefined && { owner: last.author }),
          withheld: {},
        }
      },
      change: async (path) => refused(path, 'git.properties'),
    },
    write: async (path) => refused(path, 'git.write'),
    makeFolder: async (path) => refused(path, 'git.makeFolder'),
    remove: async (path) => refused(path, 'git.remove'),
    close: () => host.close(),
  }
}
