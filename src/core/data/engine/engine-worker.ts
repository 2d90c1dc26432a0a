/** The process or thread in which an engine runs one query. No other part of Portolan is loaded here. */
import { said } from '../../../contract/sentences/said.ts'
import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'
import type { DuckDBConnection, DuckDBResult } from '@duckdb/node-api'
import { columnsOf, pageOf } from './cells.ts'
import type { EngineAnswer, EngineAsk, EngineStart } from './protocol.ts'

type Api = typeof import('@duckdb/node-api')

interface Opened {
  readonly api: Api
  readonly connection: DuckDBConnection
  readonly start: EngineStart
  result?: DuckDBResult
  rows: number
}

let opened: Opened | undefined

function say(message: EngineAnswer) {
  if (parentPort) parentPort.postMessage(message, [])
  else process.send?.(message)
}
if (parentPort) parentPort.on('message', (ask: EngineAsk) => void answer(ask))
else {
  process.on('message', (ask: EngineAsk) => void answer(ask))
  // The parent is gone and does not need the answer any more.
  process.on('disconnect', () => process.exit())
}

async function answer(ask: EngineAsk) {
  try {
    if (ask.kind === 'start') return say(await open(ask))
    if (!opened) throw new Error('the engine was not started')
    if (ask.kind === 'plan') return say(await plan(opened))
    if (ask.kind === 'numbers') return say(await numbers(opened, ask.sql))
    if (ask.kind === 'run') return say(await run(opened))
    return say(await nextPage(opened))
  } catch (error) {
    say({ kind: 'failed', reason: 'engine', message: (error as Error).message })
  }
}

async function open(start: EngineStart): Promise<EngineAnswer> {
  const api = load()
  if (!api) return { kind: 'failed', reason: 'absent', message: '' }
  const { limits, folder, files } = start
  const instance = await api.DuckDBInstance.create(':memory:', {
    memory_limit: `${Math.floor(limits.memoryBytes / 1e6)}MB`,
    temp_directory: folder,
    max_temp_directory_size: `${Math.floor(limits.temporaryBytes / 1e6)}MB`,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  })
  const connection = await instance.connect()
  await connection.run("set TimeZone = 'UTC'")
  await connection.run(`set allowed_directories = [${quoted(`${folder}/`)}]`)
  await connection.run(`set allowed_paths = [${files.map(quoted).join(', ')}]`)
  // The accessible files are fixed here, and no query can change that.
  await connection.run('set enable_external_access = false')
  await connection.run('set lock_configuration = true')
  const refused = await whyRefused(api, connection, start.sql)
  if (refused !== undefined) return { kind: 'failed', reason: 'refused', message: refused }
  opened = { api, connection, start, rows: 0 }
  return { kind: 'ready' }
}

function load(): Api | undefined {
  try {
    return createRequire(import.meta.url)('@duckdb/node-api') as Api
  } catch {
    return undefined
  }
}

async function whyRefused(api: Api, connection: DuckDBConnection, sql: string): Promise<string | undefined> {
  const statements = await connection.extractStatements(sql)
  if (statements.count !== 1) return said('table.one-query').message
  const { statementType } = await statements.prepare(0)
  return statementType === api.StatementType.SELECT ? undefined : said('table.only-select').message
}

async function plan({ connection, start }: Opened): Promise<EngineAnswer> {
  const rows = await (await connection.run(`explain (format json) ${start.sql}`)).getRowsJson()
  const text = rows[0]?.[1]
  return { kind: 'plan', json: typeof text === 'string' ? text : '[]' }
}

async function numbers({ connection }: Opened, sql: string): Promise<EngineAnswer> {
  const rows = await (await connection.run(sql)).getRowsJson()
  return { kind: 'numbers', numbers: rows.map(([one]) => Number(one)) }
}

async function run(now: Opened): Promise<EngineAnswer> {
  const { connection, start } = now
  const { output, sql } = start
  if (output) {
    const options = output.format === 'csv' ? 'format csv, header' : 'format parquet, compression zstd'
    const { rowsChanged } = await connection.run(`copy (${sql}\n) to ${quoted(output.path)} (${options})`)
    return { kind: 'end', rows: rowsChanged }
  }
  now.result = await connection.stream(sql)
  return { kind: 'columns', columns: columnsOf(now.result) }
}

async function nextPage(now: Opened): Promise<EngineAnswer> {
  const chunk = await now.result?.fetchChunk()
  if (!chunk || chunk.rowCount === 0) return { kind: 'end', rows: now.rows }
  now.rows += chunk.rowCount
  return { kind: 'page', page: pageOf(now.api, chunk) }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
