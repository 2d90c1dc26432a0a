/**
 * Finds files below a folder on any backend. Names, sizes and times come from listings alone, so a row needs no
 * request. Tags and text need one request for each file that matches otherwise; a few run in parallel.
 */
import { said } from '../../contract/sentences/said.ts'
import type { FindItem } from '../../contract/api/find.ts'
import type { Entry } from '../../contract/entry.ts'
import { StorageError } from '../../contract/failure.ts'
import { childPath } from '../../contract/location.ts'
import { createWorkerPool } from '../../lib/flow/worker-pool.ts'
import { type FindQuery, parseFindQuery } from '../../lib/find-query/parse-query.ts'
import { foldText } from '../../lib/text/fold-text.ts'
import type { Backend, Waits } from '../backends/backend.ts'
import { walk } from '../operations/walk.ts'
import { createFindReport, type FindReport } from './find-report.ts'
import { createPageMatcher } from './match-page.ts'
import { searchText } from './search-text.ts'

export interface FindOptions extends Waits {
  readonly query: string
  readonly inContents?: boolean
  readonly skipsHidden?: boolean
  readonly nowMs: number
}

/** The text of larger files is not searched, and each of them is reported. */
export const largestSearchedBytes = 100_000_000
const sideBySide = 6

export async function* find(backend: Backend, path: string, options: FindOptions): AsyncGenerator<FindItem> {
  const { nowMs, inContents = false } = options
  const parsed = parseFindQuery(options.query, { nowMs, inContents })
  if ('problem' in parsed) {
    throw new StorageError({ kind: 'bad-input', message: parsed.problem.sentence, operation: 'find.find' })
  }
  if (parsed.query.tags.length > 0) refuseWithoutTags(backend)
  const left = new AbortController()
  const report = createFindReport()
  const signal = AbortSignal.any([options.signal, left.signal])
  const work = search(backend, path, parsed.query, report, { ...options, signal }).then(
    () => report.end(),
    (error: unknown) => report.end({ error }),
  )
  try {
    yield* report.items
    options.signal.throwIfAborted()
  } finally {
    left.abort(new DOMException('Nobody looks.', 'AbortError'))
    await work
  }
}

async function search(backend: Backend, path: string, query: FindQuery, report: FindReport, options: FindOptions) {
  const { signal, skipsHidden = false } = options
  const matches = createPageMatcher(query, { skipsHidden })
  const needsMore = query.tags.length > 0 || query.contents.length > 0
  const workers = createWorkerPool(sideBySide)
  try {
    for await (const item of walk(backend, path, { signal, skipsHidden })) {
      const below = path === '' ? item.path : item.path.slice(path.length + 1)
      if ('failure' in item) {
        if (item.path === path) throw new StorageError(item.failure)
        await report.skipped(below, item.failure)
        continue
      }
      report.looked(item.page.count)
      const entries = matches(item.page, below)
      if (!needsMore) await report.found(entries)
      else for (const entry of entries) await workers.begin(() => lookInside(entry), signal)
    }
    await workers.finish()
  } finally {
    await workers.idle()
  }

  /** Requests what a listing does not contain. */
  async function lookInside(entry: Entry): Promise<void> {
    const at = childPath(path, entry.name)
    try {
      if (query.tags.length > 0 && !(await hasTags(backend, at, query, signal))) return
      if (query.contents.length === 0) return await report.found([entry])
      const found = await findText(backend, at, entry, query, signal)
      if (found) await report.found([{ ...entry, found }])
    } catch (error) {
      if (signal.aborted || !(error instanceof StorageError)) throw error
      await report.skipped(entry.name, error.failure)
    }
  }
}

async function findText(backend: Backend, path: string, entry: Entry, query: FindQuery, signal: AbortSignal) {
  const isTooLarge = (entry.sizeBytes ?? 0) > largestSearchedBytes
  if (isTooLarge) throw tooLarge()
  const bytes = await backend.read(path, { signal })
  const ended = await searchText(bytes, query.contents, { mostBytes: largestSearchedBytes, signal })
  if (ended.kind === 'too-large') throw tooLarge()
  return ended.kind === 'found' ? ended.found : undefined
}

async function hasTags(backend: Backend, path: string, { tags }: FindQuery, signal: AbortSignal): Promise<boolean> {
  const { tags: held = {} } = (await backend.properties?.read(path, { signal })) ?? {}
  const folded = new Map(Object.entries(held).map(([key, value]) => [foldText(key), foldText(value)]))
  return tags.every(({ key, value }) => {
    const there = folded.get(foldText(key))
    return there !== undefined && (value === undefined || there === foldText(value))
  })
}

function refuseWithoutTags({ capabilities, properties }: Backend): void {
  if (properties && capabilities.properties?.changeable.includes('tags')) return
  throw new StorageError({
    kind: 'unsupported',
    ...said('find.no-tags'),
    operation: 'find.find',
  })
}

function tooLarge(): StorageError {
  return new StorageError({
    kind: 'too-large',
    ...said('find.too-large'),
    operation: 'find.find',
  })
}
