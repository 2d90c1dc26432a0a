/** Shows a folder for each branch or tag, with the files at that ref. */
import type { Entry } from '../../../contract/entry.ts'
import { packEntries } from '../../../contract/entry-page.ts'
import { pathSegments } from '../../../contract/location.ts'
import type { Backend, Waits } from '../backend.ts'
import { isCode } from '../object-store/failures/refusal.ts'
import { type Attempt, gitFailure, notAFile, nothingAt, refused } from './failures.ts'
import { createFilesBackend, gitCapabilities } from './files.ts'
import type { GitHost } from './host.ts'
import { folderNameOf, refOf } from './ref-names.ts'
import { createRepository, type Repository } from './repository.ts'

const mostHeld = 50

export interface RefsOptions {
  readonly host: GitHost
  readonly kind: 'branches' | 'tags'
  /** The folder of each ref that is shown. */
  readonly path: string
  readonly freshMs: number
}

interface Held {
  readonly repository: Repository
  readonly files: Backend
}

export function createRefsBackend({ host, kind, path: base, freshMs }: RefsOptions): Backend {
  const { enter } = createRefHolder({ host, kind, path: base, freshMs })
  async function inRef<T>(
    attempt: Attempt,
    waits: Waits,
    work: (files: Backend, rest: string) => Promise<T>,
  ): Promise<T> {
    const { files, rest } = await enter(attempt, waits)
    return work(files, rest)
  }

  return {
    capabilities: { ...gitCapabilities, facets: ['versions', 'properties'] },
    async *list(path, options) {
      const attempt: Attempt = { operation: 'git.list', path }
      if (path === '') {
        yield* listRefs(host, kind, attempt, options)
        return
      }
      const { files, rest } = await enter(attempt, options)
      yield* files.list(rest, options)
    },
    async stat(path, waits): Promise<Entry> {
      waits.signal.throwIfAborted()
      if (path === '') return { name: '', kind: 'folder' }
      return inRef({ operation: 'git.stat', path }, waits, async (files, rest) =>
        rest === '' ? { name: path, kind: 'folder' } : files.stat(rest, waits),
      )
    },
    read: (path, options) =>
      inRef({ operation: 'git.read', path }, options, (files, rest) => files.read(rest, options)),
    versions: {
      async *list(path, options) {
        const attempt: Attempt = { operation: 'git.versions', path }
        const { files, rest } = await enter(attempt, options)
        yield* files.versions?.list(rest, options) ?? []
      },
      read: (path, version, options) =>
        inRef({ operation: 'git.versions', path }, options, async (files, rest) => {
          if (!files.versions) throw nothingAt({ operation: 'git.versions', path })
          return files.versions.read(rest, version, options)
        }),
      restore: async (path) => refused(path, 'git.versions'),
      remove: async (path) => refused(path, 'git.versions'),
    },
    properties: {
      read: (path, waits) =>
        inRef({ operation: 'git.properties', path }, waits, async (files, rest) => {
          if (!files.properties) throw nothingAt({ operation: 'git.properties', path })
          return files.properties.read(rest, waits)
        }),
      change: async (path) => refused(path, 'git.properties'),
    },
    write: async (path) => refused(path, 'git.write'),
    makeFolder: async (path) => refused(path, 'git.makeFolder'),
    remove: async (path) => refused(path, 'git.remove'),
    close: () => host.close(),
  }
}

/** Remembers the refs that were used last. */
function createRefHolder({ host, kind, path: base, freshMs }: RefsOptions) {
  const held = new Map<string, Held>()
  const prefix = kind === 'branches' ? 'heads/' : 'tags/'

  function opened(ref: string): Held {
    const repository = createRepository({ host, ref: `${prefix}${ref}`, path: base, freshMs })
    return { repository, files: createFilesBackend(repository) }
  }
  function heldFor(name: string): Held {
    const known = held.get(name) ?? opened(refOf(name))
    held.delete(name)
    held.set(name, known)
    const [oldest] = held.size > mostHeld ? held.keys() : []
    if (oldest !== undefined) held.delete(oldest)
    return known
  }
  /** A name that is not a branch or tag is a folder that does not exist. */
  async function enter(attempt: Attempt, waits: Waits): Promise<{ readonly files: Backend; readonly rest: string }> {
    const [name = '', ...rest] = pathSegments(attempt.path)
    if (name === '') throw notAFile(attempt)
    const { files, repository } = heldFor(name)
    try {
      await repository.commit(attempt, waits)
    } catch (error) {
      const { cause } = error as { readonly cause?: unknown }
      throw isCode(cause, 'NoRef') ? nothingAt(attempt) : error
    }
    return { files, rest: rest.join('/') }
  }
  return { enter }
}

async function* listRefs(host: GitHost, kind: 'branches' | 'tags', attempt: Attempt, { signal }: Waits) {
  signal.throwIfAborted()
  try {
    for await (const names of host.refs(kind, { signal })) {
      if (names.length > 0)
        yield packEntries(names.map((ref) => ({ name: folderNameOf(ref), kind: 'folder' as const })))
    }
  } catch (error) {
    signal.throwIfAborted()
    throw gitFailure(error, attempt)
  }
}
