/** Read-only access to the same files in several places. If one cannot be reached, the next one is used. */
import type { Capabilities } from '../../../contract/capabilities.ts'
import { plainCapabilities } from '../../../contract/derived-capabilities.ts'
import { type Said, said } from '../../../contract/sentences/said.ts'
import type { Entry } from '../../../contract/entry.ts'
import type { EntryPage } from '../../../contract/entry-page.ts'
import { type FailureKind, StorageError } from '../../../contract/failure.ts'
import { joinPaths } from '../../../contract/location.ts'
import { intercept } from '../../layers/intercept.ts'
import type { Backend, ReadOptions, Waits } from '../backend.ts'
import { seenFromAbove } from '../seen-from-above.ts'
import type { Member } from './config.ts'

export interface UnionOptions {
  readonly members: readonly Member[]
  readonly openMount: (name: string, options: Waits) => Promise<Backend>
  /** The index of the place that answered when the mount was opened, and its capabilities. */
  readonly current: number
  readonly capabilities: Capabilities
  /** Called when another place answers than at the opening. */
  readonly onMoved: () => void
}

/**
 * The failures that mean a place cannot be reached or its circuit breaker is open. Any other response of a healthy
 * place counts, also that an entry does not exist.
 */
const down: ReadonlySet<FailureKind> = new Set<FailureKind>(['unreachable', 'timeout', 'disconnected', 'busy'])

export function isDown(error: unknown): boolean {
  return error instanceof StorageError && down.has(error.failure.kind)
}

export function createUnionBackend(options: UnionOptions): Backend {
  const { members, openMount, current, capabilities, onMoved } = options
  let hasMoved = false

  function answered(at: number): void {
    if (at === current || hasMoved) return
    hasMoved = true
    onMoved()
  }

  /** Asks one place after the other until one can be reached. If none can, throws the error of the first one. */
  async function firstThere<T>(
    path: string,
    waits: Waits,
    ask: (backend: Backend, at: string, place: number) => Promise<T>,
  ): Promise<T> {
    let firstError: unknown
    for (const [place, member] of members.entries()) {
      try {
        const answer = await askAt(member, path, waits, (backend, at) => ask(backend, at, place))
        answered(place)
        return answer
      } catch (error) {
        waits.signal.throwIfAborted()
        if (!isDown(error)) {
          answered(place)
          throw error
        }
        firstError ??= error
      }
    }
    throw firstError
  }
  async function askAt<T>(
    { mount, path: folder }: Member,
    path: string,
    waits: Waits,
    ask: (backend: Backend, at: string) => Promise<T>,
  ) {
    return ask(await openMount(mount, waits), joinPaths(folder, path))
  }

  async function* list(path: string, waits: Waits): AsyncGenerator<EntryPage> {
    // a listing that breaks off is not continued in another place, because that may have other files
    const begun = await firstThere(path, waits, async (backend, at) => {
      const pages = backend.list(at, waits)[Symbol.asyncIterator]()
      return { pages, first: await pages.next() }
    })
    try {
      for (let next = begun.first; !next.done; next = await begun.pages.next()) yield next.value
    } finally {
      await begun.pages.return?.()
    }
  }

  /** A mark belongs to one place, so a read is resumed only there. */
  async function read(path: string, { onOpened, ifUnchanged, ...rest }: ReadOptions) {
    const readAt = (backend: Backend, at: string, place: number, mark?: string) =>
      backend.read(at, {
        ...rest,
        ...(mark !== undefined && { ifUnchanged: mark }),
        ...(onOpened && {
          onOpened: (told: string, facts?: Parameters<typeof onOpened>[1]) => onOpened(`${place} ${told}`, facts),
        }),
      })
    if (ifUnchanged === undefined) return firstThere(path, rest, readAt)
    const [, number, mark] = /^(\d+) (.*)$/s.exec(ifUnchanged) ?? []
    const place = Number(number)
    const member = members[place]
    if (!member || mark === undefined) throw refuse('changed', said('union.another-file', { what: path }), 'read')
    return askAt(member, path, rest, (backend, at) => readAt(backend, at, place, mark))
  }

  const backend: Backend = {
    capabilities,
    list,
    stat: async (path, waits) => asNamed(path, await firstThere(path, waits, (below, at) => below.stat(at, waits))),
    read,
    identity: {
      identify: (path, waits) => firstThere(path, waits, async (below, at) => below.identity?.identify(at, waits)),
    },
    write: async () => refused('write'),
    makeFolder: async () => refused('makeFolder'),
    remove: async () => refused('remove'),
    async close() {}, // the underlying mounts stay open
  }
  return intercept(backend, { error: (error) => seenFromAbove(error) })
}

function asNamed(path: string, entry: Entry): Entry {
  return path === '' ? { ...entry, name: '' } : entry
}

/** Returns the capabilities of the place that answers now, without those for writing. */
export function unionCapabilities(below: Capabilities, notice: string | undefined): Capabilities {
  return {
    ...plainCapabilities,
    ...(notice !== undefined && { notice }),
    facets: ['identity'],
    withheld: Object.fromEntries(
      below.facets.filter((facet) => facet !== 'identity').map((facet) => [facet, said('union.read-only').message]),
    ),
    canWrite: false,
    hasLinks: below.hasLinks,
    keepsEmptyFolders: below.keepsEmptyFolders,
    modifiedTime: { ...below.modifiedTime, canSet: false },
    caseSensitive: below.caseSensitive,
    distinguishesUnicodeForms: below.distinguishesUnicodeForms,
    limits: below.limits,
  }
}

/** The layers above report this before. */
function refused(method: string): never {
  throw refuse('read-only', said('union.read-only'), method)
}

function refuse(kind: 'changed' | 'read-only', why: Said, method: string): StorageError {
  return new StorageError({ kind, ...why, operation: `union.${method}` })
}
