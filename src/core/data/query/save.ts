import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { SaveItem, SaveRequest } from '../../../contract/api/tables.ts'
import type { Waits } from '../../backends/backend.ts'
import { whileCounting } from './counted.ts'
import { prepare, type Prepared } from './prepare.ts'
import type { QueryDeps } from './query-deps.ts'
import { runToEnd, settled } from './query.ts'

/** Runs a query into a temporary file, which the backend then stores like every file: completely or not at all. */
export async function* save(deps: QueryDeps, request: SaveRequest, waits: Waits): AsyncGenerator<SaveItem> {
  const count = { bytes: 0 }
  const output = { name: `result.${request.format}`, format: request.format }
  const left = new AbortController()
  const signal = AbortSignal.any([waits.signal, left.signal])
  const preparing = prepare(deps, request, { signal, count, output })
  let work: Promise<unknown> = preparing
  try {
    const prepared = yield* whileCounting(count, preparing)
    const running = runToEnd(prepared)
    work = running
    const rows = yield* whileCounting(count, running)
    const storing = store(deps, request, prepared, output.name, { signal })
    work = storing
    const writtenBytes = yield* whileCounting(count, storing)
    yield { kind: 'end', rows, writtenBytes, readBytes: count.bytes }
  } finally {
    left.abort(new DOMException('Nobody waits.', 'AbortError'))
    await settled(work)
    await (await settled(preparing))?.close()
  }
}

async function store(
  deps: QueryDeps,
  { to, ifExists }: SaveRequest,
  { stage }: Prepared,
  name: string,
  { signal }: Waits,
) {
  const path = join(stage.folder, name)
  const { size } = await stat(path)
  const backend = await deps.openBackend(to.mount, { signal })
  const body = Readable.toWeb(createReadStream(path, { highWaterMark: 1_048_576 })) as ReadableStream<Uint8Array>
  await backend.write(to.path, body, { signal, ifExists, expectedBytes: size })
  return size
}
