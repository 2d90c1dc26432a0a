import { said } from '../../../contract/sentences/said.ts'
import type { QueryItem, QueryRequest } from '../../../contract/api/tables.ts'
import { StorageError } from '../../../contract/failure.ts'
import type { Waits } from '../../backends/backend.ts'
import { type Engine, EngineError } from '../engine/engine.ts'
import type { EngineAnswer } from '../engine/protocol.ts'
import { whileCounting } from './counted.ts'
import { explain } from './explain-error.ts'
import { prepare, type Prepared } from './prepare.ts'
import type { QueryDeps } from './query-deps.ts'

/** Runs one query. Pages are produced on request; leaving the loop ends the engine. */
export async function* query(deps: QueryDeps, request: QueryRequest, waits: Waits): AsyncGenerator<QueryItem> {
  const beganMs = performance.now()
  const count = { bytes: 0 }
  const left = new AbortController()
  const signal = AbortSignal.any([waits.signal, left.signal])
  const preparing = prepare(deps, request, { signal, count })
  let beginning: Promise<Begun> | undefined
  try {
    const prepared = yield* whileCounting(count, preparing)
    beginning = beginWithFirstAnswer(prepared)
    const { engine, columns, first } = yield* whileCounting(count, beginning)
    yield { kind: 'progress', readBytes: count.bytes }
    if (columns.kind === 'columns') yield { kind: 'columns', columns: [...columns.columns] }
    let answer = first
    while (answer.kind === 'page') {
      yield { kind: 'page', page: answer.page }
      answer = await engine.ask({ kind: 'next' })
    }
    const rows = answer.kind === 'end' ? answer.rows : 0
    yield { kind: 'end', rows, readBytes: count.bytes, elapsedMs: performance.now() - beganMs }
  } catch (error) {
    waits.signal.throwIfAborted()
    const prepared = await settled(preparing)
    throw prepared ? explain(error, prepared) : error
  } finally {
    left.abort(new DOMException('Nobody looks.', 'AbortError'))
    await (await settled(beginning))?.engine.end()
    await (await settled(preparing))?.close()
  }
}

/** Waits for the work and returns its result; undefined if it failed. */
export async function settled<T>(work: Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await work
  } catch {
    return undefined
  }
}

interface Begun {
  readonly engine: Engine
  readonly columns: EngineAnswer
  readonly first: EngineAnswer
}

/**
 * Runs up to the first page. If the engine met parts that were not fetched, fetches everything and starts the query
 * again.
 */
async function beginWithFirstAnswer(prepared: Prepared): Promise<Begun> {
  try {
    return await begin(prepared)
  } catch (error) {
    if (!isHole(error, prepared)) throw error
    await prepared.fetchAll()
    return begin(prepared)
  }
}

async function begin(prepared: Prepared): Promise<Begun> {
  const engine = await prepared.start()
  try {
    const columns = await engine.ask({ kind: 'run' })
    return { engine, columns, first: columns.kind === 'end' ? columns : await engine.ask({ kind: 'next' }) }
  } catch (error) {
    await engine.end()
    throw error
  }
}

/** Tells whether an error means that the engine read a part consisting of zeros. */
export function isHole(error: unknown, prepared: Prepared): boolean {
  if (!(error instanceof EngineError) || !prepared.hasHoles()) return false
  return /TProtocolException|parquet|page|corrupt|decompress|Invalid data/i.test(error.said)
}

/** Runs a query only for its output file. */
export async function runToEnd(prepared: Prepared): Promise<number> {
  try {
    return await runOnce(prepared)
  } catch (error) {
    if (!isHole(error, prepared)) throw explain(error, prepared)
    await prepared.fetchAll()
    return runOnce(prepared)
  }
}

async function runOnce(prepared: Prepared): Promise<number> {
  const engine = await prepared.start()
  try {
    const answer = await engine.ask({ kind: 'run' })
    if (answer.kind === 'end') return answer.rows
    throw new StorageError({ kind: 'internal', ...said('table.no-result'), operation: 'tables.save' })
  } finally {
    await engine.end()
  }
}
