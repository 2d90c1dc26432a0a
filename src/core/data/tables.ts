/**
 * Tables in files of any mount: queries, results as files, and previews. The engine is started for each query and ends
 * with it.
 */
import type { QueryItem, QueryRequest, SaveItem, SaveRequest, TablePreview } from '../../contract/api/tables.ts'
import type { Location } from '../../contract/location.ts'
import type { Waits } from '../backends/backend.ts'
import { createTableCache, type TableCacheOptions } from './fetch/table-cache.ts'
import { preview } from './preview/preview.ts'
import { query } from './query/query.ts'
import { save } from './query/save.ts'
import type { QueryDeps } from './query/query-deps.ts'
import type { OpenBackend } from './sources/resolve-sources.ts'

export interface Tables {
  query(request: QueryRequest, waits: Waits): AsyncIterable<QueryItem>
  save(request: SaveRequest, waits: Waits): AsyncIterable<SaveItem>
  preview(location: Location, waits: Waits): Promise<TablePreview>
  close(): Promise<void>
}

export interface TablesDeps {
  readonly openBackend: OpenBackend
  /** The folder for fetched files while this program runs. */
  readonly folder: string
  readonly contentsOf?: TableCacheOptions['contentsOf']
  readonly limits?: Partial<QueryDeps['limits']>
}

const standardLimits: QueryDeps['limits'] = {
  memoryBytes: 1_500_000_000,
  temporaryBytes: 10_000_000_000,
  fetchedBytes: 10_000_000_000,
}

export function createTables({ openBackend, folder, contentsOf, limits: given }: TablesDeps): Tables {
  const limits = { ...standardLimits, ...given }
  const cache = createTableCache(folder, { mostBytes: limits.fetchedBytes, ...(contentsOf && { contentsOf }) })
  const deps: QueryDeps = { openBackend, cache, limits }
  return {
    query: (request, waits) => query(deps, request, waits),
    save: (request, waits) => save(deps, request, waits),
    preview: (location, waits) => preview(deps, location, waits),
    close: () => cache.close(),
  }
}
