/** A read-only backend for an archive, so everything that reads backends also reads archives. */
import { said } from '../../contract/sentences/said.ts'
import { archiveCapabilities } from '../../contract/derived-capabilities.ts'
import type { Entry } from '../../contract/entry.ts'
import { type EntryPage, packEntries } from '../../contract/entry-page.ts'
import { StorageError } from '../../contract/failure.ts'
import { baseName, pathSegments } from '../../contract/location.ts'
import { pullStream } from '../../lib/flow/pull-stream.ts'
import type { Backend, ReadOptions, Waits } from '../backends/backend.ts'
import { crc32Hex } from '../backends/crc32.ts'
import { archiveFailure } from './failures.ts'
import { createArchiveIndex, type IndexRun } from './read/archive-index.ts'
import type { NodeFacts } from './table/node-facts.ts'

const pageSize = 1000
/** In a zip, the bytes of a symbolic link are its target. */
const longestTarget = 4096

export function createArchiveBackend(below: Backend, path: string): Backend {
  const index = createArchiveIndex({ backend: below, path, name: baseName(path) })

  async function* list(folder: string, { signal }: Waits): AsyncGenerator<EntryPage> {
    yield* index.use({ signal }, async function* (run) {
      const at = await find(run, folder, { signal })
      if (run.archive.table.facts(at).kind !== 'folder') throw notAFolder(folder)
      yield* pagesOf(run, at, { signal })
      if (run.failure() !== undefined) throw run.failure()
    })
  }
  async function once<T>(waits: Waits, work: (run: IndexRun) => Promise<T>): Promise<T> {
    for await (const answer of index.use(waits, async function* (run) {
      yield await work(run)
    })) {
      return answer
    }
    throw archiveFailure('internal', said('archive.no-answer'))
  }
  async function* bytesOf(file: string, options: ReadOptions): AsyncGenerator<Uint8Array> {
    const { signal, offset = 0, length = Number.POSITIVE_INFINITY, onOpened, ifUnchanged } = options
    yield* index.use({ signal }, async function* (run) {
      const node = await find(run, file, { signal })
      const facts = run.archive.table.facts(node)
      refuseUnreadable(file, facts)
      const mark = `${run.state}-${facts.at}`
      if (ifUnchanged !== undefined && ifUnchanged !== mark) throw changed()
      onOpened?.(mark, openedFacts(facts))
      if (offset >= facts.sizeBytes || length === 0) return
      try {
        const parts = run.archive.read(facts, { name: baseName(file), offset, signal })
        yield* length === Number.POSITIVE_INFINITY ? parts : atMost(parts, length)
      } catch (error) {
        if (error instanceof StorageError && error.failure.kind === 'changed') index.forget()
        throw error
      }
    })
  }

  return {
    capabilities: archiveCapabilities(below.capabilities),
    list,
    stat: (entry, waits) =>
      once(waits, async (run) => {
        const node = await find(run, entry, waits)
        return entryOf(run, node, waits)
      }),
    async read(file, options) {
      const leaving = new AbortController()
      const signal = AbortSignal.any([options.signal, leaving.signal])
      const parts = bytesOf(file, { ...options, signal })
      // An unreadable entry fails at once, not with its first byte.
      let first: IteratorResult<Uint8Array> | undefined = await parts.next()
      return pullStream({
        async read() {
          const next = first ?? (await parts.next())
          first = undefined
          return next.done ? undefined : next.value
        },
        async cancel(reason) {
          leaving.abort(reason ?? new DOMException('The reader left.', 'AbortError'))
          await parts.return(undefined).catch(() => {})
        },
      })
    },
    write: async () => refused(),
    makeFolder: async () => refused(),
    remove: async () => refused(),
    close: () => index.close(), // The mount itself stays open.
  }
}

/**
 * Returns the node of a path once it is found. Throws `not-found` if it does not exist, or the reason why the archive
 * could not be read completely.
 */
async function find(run: IndexRun, path: string, waits: Waits): Promise<number> {
  const names = pathSegments(path)
  for (;;) {
    const isDone = run.isDone()
    const node = run.archive.table.find(names)
    // Facts may still change while the archive is being indexed, except those of folders.
    if (node !== undefined && (isDone || run.archive.table.facts(node).kind === 'folder')) return node
    if (isDone) throw run.failure() ?? archiveFailure('not-found', said('store.not-found', { what: path }))
    await run.more(waits)
  }
}

async function* pagesOf(run: IndexRun, folder: number, waits: Waits): AsyncGenerator<EntryPage> {
  const { table } = run.archive
  let batch: Entry[] = []
  for (let node = 0; ;) {
    const isDone = run.isDone()
    const next = node === 0 ? table.firstIn(folder) : table.nextOf(node)
    if (next !== 0) {
      node = next
      batch.push(await entryOf(run, node, waits))
    }
    if (batch.length > 0 && (next === 0 || batch.length === pageSize)) {
      yield packEntries(batch)
      batch = []
      waits.signal.throwIfAborted()
    }
    if (next === 0 && isDone) return
    if (next === 0) await run.more(waits)
  }
}

async function entryOf(run: IndexRun, node: number, waits: Waits): Promise<Entry> {
  const { table } = run.archive
  const facts = table.facts(node)
  const { kind, sizeBytes, modifiedMs, problem } = facts
  const name = node === 0 ? '' : table.name(node)
  const link =
    kind === 'link'
      ? { target: facts.target ?? (await targetOf(run, facts, waits)), leadsTo: 'outside' as const }
      : undefined
  return {
    name,
    kind,
    ...(kind === 'file' && { sizeBytes }),
    ...(!Number.isNaN(modifiedMs) && { modifiedMs }),
    ...(link && { link }),
    ...(problem !== undefined && { failure: 'unsupported' as const }),
  }
}

async function targetOf({ archive }: IndexRun, facts: NodeFacts, { signal }: Waits): Promise<string> {
  if (facts.sizeBytes > longestTarget || facts.problem !== undefined) return ''
  const chunks: Uint8Array[] = []
  try {
    for await (const chunk of archive.read(facts, { name: 'link', offset: 0, signal })) chunks.push(chunk)
  } catch (error) {
    if (signal.aborted || !(error instanceof StorageError) || error.failure.kind !== 'corrupt') throw error
    return ''
  }
  return Buffer.concat(chunks).toString('utf8')
}

async function* atMost(parts: AsyncGenerator<Uint8Array>, length: number): AsyncGenerator<Uint8Array> {
  let left = length
  for await (const part of parts) {
    yield part.length > left ? part.subarray(0, left) : part
    left -= part.length
    if (left <= 0) return
  }
}

function openedFacts({ sizeBytes, modifiedMs, crc32 }: NodeFacts) {
  return {
    sizeBytes,
    ...(!Number.isNaN(modifiedMs) && { modifiedMs }),
    ...(crc32 !== undefined && crc32 !== 0 && { sums: { crc32: crc32Hex(crc32) } }),
  }
}

function refuseUnreadable(path: string, { kind, problem }: NodeFacts): void {
  const about = { what: path }
  if (kind === 'folder') throw archiveFailure('not-a-file', said('store.not-a-file', about))
  if (kind === 'link') throw archiveFailure('outside', said('archive.link', about))
  if (kind === 'special') throw archiveFailure('not-a-file', said('archive.special-file', about))
  if (problem !== undefined) throw archiveFailure('unsupported', said(problem, about))
}

function notAFolder(path: string): StorageError {
  return archiveFailure('not-a-folder', said('store.not-a-folder', { what: path }))
}

function changed(): StorageError {
  return archiveFailure('changed', said('archive.changed'))
}

/** The layers above refuse this call before. */
function refused(): never {
  throw archiveFailure('read-only', said('archive.read-only'))
}
