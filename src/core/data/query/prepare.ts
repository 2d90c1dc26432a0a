/** Everything before the first row: finding files, fetching the needed parts, and starting the engine. */
import { said } from '../../../contract/sentences/said.ts'
import type { FileMetaData } from 'hyparquet'
import type { QueryRequest } from '../../../contract/api/tables.ts'
import { rm } from 'node:fs/promises'
import { StorageError } from '../../../contract/failure.ts'
import { readTokens } from '../../../lib/sql/tokens.ts'
import type { Waits } from '../../backends/backend.ts'
import { type Engine, EngineError, startEngine } from '../engine/engine.ts'
import type { EngineStart } from '../engine/protocol.ts'
import type { FetchedFile, FetchOptions } from '../fetch/fetched-file.ts'
import { fetchFooter, rangesOf } from '../fetch/parquet-parts.ts'
import type { Range } from '../fetch/ranges.ts'
import { readWantedColumns } from '../fetch/wanted-columns.ts'
import { askWantedFiles } from '../fetch/wanted-files.ts'
import { badInput, engineSql, placesOf, resolveSources, type Source } from '../sources/resolve-sources.ts'
import { nameFetched, type Stage, type StagedFile, stageFiles } from '../sources/stage-files.ts'
import type { ByteCount } from './counted.ts'
import type { QueryDeps } from './query-deps.ts'

export interface Prepared {
  readonly stage: Stage
  readonly sql: string
  start(): Promise<Engine>
  /** Fetches all missing parts. */
  fetchAll(): Promise<void>
  /** Tells whether parts are missing that the engine might need. */
  hasHoles(): boolean
  close(): Promise<void>
}

interface Footer {
  /** The path that the engine uses. */
  readonly path: string
  readonly file: FetchedFile
  readonly footer: FileMetaData
}

export interface PrepareOptions extends Waits {
  readonly count: ByteCount
  /** The file for the result, instead of pages. `path` is below the query's folder. */
  readonly output?: { readonly name: string; readonly format: 'csv' | 'parquet' }
}

export async function prepare(deps: QueryDeps, request: QueryRequest, options: PrepareOptions): Promise<Prepared> {
  const { cache, limits } = deps
  const { signal, count, output } = options
  const places = placesOf(request.sql)
  const sources = await resolveSources(places, request.sources ?? [], deps.openBackend, { signal })
  const fetching: FetchOptions = { signal, onBytes: (bytes) => (count.bytes += bytes) }
  const folder = await cache.newFolder()
  let stage: Stage | undefined
  const close = async () => {
    await stage?.done()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    stage = await stageFiles(folder, sources.values(), cache, fetching)
    const ready = stage
    const sql = ordered(
      engineSql(request.sql, places, sources, (source) => ready.pathsOf(source)),
      request.orderBy,
    )
    const start: EngineStart = {
      kind: 'start',
      sql,
      files: stage.allowed,
      folder,
      limits,
      ...(output && { output: { path: `${folder}/${output.name}`, format: output.format } }),
    }
    const footers = await fetchNeeded([...sources.values()], ready, limits.fetchedBytes, fetching)
    await nameFetched(ready)
    return {
      stage,
      sql,
      start: async () => startWithColumns(start, footers, limits.fetchedBytes, fetching),
      fetchAll: () => fetchWhole(ready.files.flatMap(filesOf), limits.fetchedBytes, fetching),
      hasHoles: () => ready.files.some(({ taken }) => taken && !taken.file.isWhole()),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Fetches the footers of Parquet files, and all other files completely. */
async function fetchNeeded(
  sources: readonly Source[],
  stage: Stage,
  mostBytes: number,
  fetching: FetchOptions,
): Promise<Footer[]> {
  const isParquet = new Set(sources.filter(({ format }) => format === 'parquet').flatMap((one) => stage.pathsOf(one)))
  await fetchWhole(stage.files.filter(({ path }) => !isParquet.has(path)).flatMap(filesOf), mostBytes, fetching)
  const footers: Footer[] = []
  for (const { path, taken } of stage.files) {
    if (!taken || !isParquet.has(path)) continue
    footers.push({ path, file: taken.file, footer: await fetchFooter(taken.file, fetching) })
  }
  return footers
}

async function startWithColumns(
  start: EngineStart,
  footers: readonly Footer[],
  mostBytes: number,
  fetching: FetchOptions,
): Promise<Engine> {
  const engine = await startEngine(start, fetching)
  const incomplete = footers.filter(({ file }) => !file.isWhole())
  if (incomplete.length === 0) return engine
  try {
    const plan = await engine.ask({ kind: 'plan' })
    const json = plan.kind === 'plan' ? plan.json : '[]'
    const wanted = readWantedColumns(json)
    const files = new Set(await wantedFiles(engine, json, footers))
    const parts = incomplete
      .filter((one) => files.has(one))
      .map(({ file, footer }) => ({ file, ranges: rangesOf(footer, wanted) }))
    await fetchParts(parts, mostBytes, fetching)
    return engine
  } catch (error) {
    await engine.end()
    throw error
  }
}

/** Returns the files of the requested partitions, or all files if this is uncertain. */
async function wantedFiles(engine: Engine, planJson: string, all: readonly Footer[]): Promise<readonly Footer[]> {
  const paths = all.map(({ path }) => path)
  const question = askWantedFiles(planJson, paths)
  if (!question) return all
  try {
    const answer = await engine.ask({ kind: 'numbers', sql: question.sql })
    const numbers = new Set(answer.kind === 'numbers' ? answer.numbers : [])
    return numbers.size === question.count ? all.filter((_, at) => numbers.has(at)) : all
  } catch (error) {
    if (error instanceof EngineError) return all
    throw error
  }
}

async function fetchWhole(files: readonly FetchedFile[], mostBytes: number, fetching: FetchOptions): Promise<void> {
  const parts = files.map((file) => ({ file, ranges: [{ start: 0, end: file.sizeBytes }] }))
  await fetchParts(parts, mostBytes, fetching)
}

/** Throws `too-large` before anything is fetched. */
async function fetchParts(
  parts: readonly { readonly file: FetchedFile; readonly ranges: readonly Range[] }[],
  mostBytes: number,
  fetching: FetchOptions,
) {
  const bytes = parts.flatMap(({ ranges }) => ranges).reduce((sum, { start, end }) => sum + end - start, 0)
  if (bytes > mostBytes) {
    const why = said('table.too-much-to-fetch', {
      gigabytes: Math.ceil(bytes / 1e9),
      most: Math.round(mostBytes / 1e9),
    })
    throw new StorageError({ kind: 'too-large', ...why, operation: 'tables.query' })
  }
  for (const { file, ranges } of parts) {
    if (file.sizeBytes > 0) await file.fetch(ranges, fetching)
  }
}

function filesOf({ taken }: StagedFile): FetchedFile[] {
  return taken ? [taken.file] : []
}

/** Removes the trailing semicolon and adds the requested order. */
function ordered(sql: string, orderBy: QueryRequest['orderBy']): string {
  const read = readTokens(sql)
  const tokens = 'tokens' in read ? read.tokens : []
  const last = tokens.at(-1)
  if (!last) throw badInput(said('table.no-query'))
  const bare = last.kind === 'symbol' && last.value === ';' ? sql.slice(0, last.start) : sql
  if (!orderBy) return bare
  return `select * from (${bare}\n) order by ${orderBy.column + 1} ${orderBy.descending ? 'desc' : 'asc'} nulls last`
}
