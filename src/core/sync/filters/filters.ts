import { type Said, said } from '../../../contract/sentences/said.ts'
import ignore from 'ignore'
import type { SyncFilters } from '../../../contract/sync/compare.ts'
import type { Entry, EntryKind } from '../../../contract/entry.ts'
import { StorageError } from '../../../contract/failure.ts'
import { childPath } from '../../../contract/location.ts'
import { endingOf } from '../../../lib/file-kinds.ts'
import { isOfKind } from '../../../lib/find-query/file-kinds.ts'
import { type FindQuery, parseFindQuery } from '../../../lib/find-query/parse-query.ts'
import { isWithin } from '../../../lib/find-query/ranges.ts'
import { nameTest } from '../../find/match-page.ts'

/**
 * Decides what takes part. A filtered name is left out on both sides. A file that its size or time excludes on one side
 * is left out on both, because otherwise the other one would look new.
 */
export interface Filter {
  /** Only some files take part. Folders then exist only for their files and get no rows. */
  readonly isOfFiles: boolean
  /** `below` is the path of the parent folder. */
  takesName(name: string, kind: EntryKind, below: string): boolean
  /** For a file whose name takes part. */
  takesFile(entry: Pick<Entry, 'sizeBytes' | 'modifiedMs'>): boolean
}

export function createFilter(filters: SyncFilters | undefined, nowMs: number): Filter | undefined {
  if (!filters || Object.values(filters).every(saysNothing)) return undefined
  const query = filters.query === undefined ? undefined : readQuery(filters.query, nowMs)
  const pattern = filters.regex === undefined ? undefined : readRegex(filters.regex)
  const ignored = filters.ignore && ignore().add(filters.ignore)
  const fitsName = query && nameTest(query)

  function takesFileName(name: string, below: string): boolean {
    if (pattern && !pattern.test(childPath(below, name))) return false
    if (!query) return true
    const ending = endingOf(name)
    if (!query.endings.every((some) => some.includes(ending))) return false
    if (!query.kinds.every((some) => some.some((each) => isOfKind(each, 'file', ending)))) return false
    return fitsName?.(name, below) ?? true
  }
  return {
    isOfFiles: query !== undefined || pattern !== undefined,
    takesName(name, kind, below) {
      if (filters.skipsHidden && name.startsWith('.')) return false
      if (ignored?.ignores(childPath(below, name) + (kind === 'folder' ? '/' : ''))) return false
      return kind === 'folder' || takesFileName(name, below)
    },
    takesFile({ sizeBytes = Number.NaN, modifiedMs = Number.NaN }) {
      if (!query) return true
      return (
        query.sizes.every((range) => isWithin(range, sizeBytes)) &&
        query.times.every((range) => isWithin(range, modifiedMs))
      )
    },
  }
}

function readQuery(text: string, nowMs: number): FindQuery {
  const parsed = parseFindQuery(text, { nowMs })
  if ('problem' in parsed) throw badFilter({ message: parsed.problem.sentence })
  const { tags, contents } = parsed.query
  if (tags.length > 0 || contents.length > 0) {
    throw badFilter(said('sync.filter-by-content'))
  }
  return parsed.query
}

function readRegex(text: string): RegExp {
  try {
    return new RegExp(text, 'u')
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    throw badFilter(said('sync.bad-regex', { text, detail }))
  }
}

function badFilter(why: Pick<Said, 'message'>): StorageError {
  return new StorageError({ kind: 'bad-input', ...why, operation: 'sync.filter' })
}

function saysNothing(value: SyncFilters[keyof SyncFilters]): boolean {
  return value === undefined || value === false || (Array.isArray(value) && value.length === 0)
}
