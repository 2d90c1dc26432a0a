import { type Said, said } from '../../contract/sentences/said.ts'
import type { CheckedSum, CheckEvent } from '../../contract/api/sums.ts'
import { failureOf, StorageError } from '../../contract/failure.ts'
import { baseName, childPath, formatLocation, parentPath } from '../../contract/location.ts'
import { kindOfSumsFile, type SumKind } from '../../lib/sums/sum-names.ts'
import { parseSumsFile, type SumsLine } from '../../lib/sums/sums-file.ts'
import type { Waits } from '../backends/backend.ts'
import { isFailure, type OpenedLocation } from '../operations/opened-location.ts'
import { createMeter } from './meter.ts'
import { sumsOf } from './sum-bytes.ts'

export interface CheckWish {
  /** The algorithm, if the length of a checksum allows several. */
  readonly sum?: SumKind
  readonly usesStore: boolean
}

/** Enough for a million lines with names of usual length. */
const mostBytes = 128 * 1024 * 1024

/** Reads a checksum file and compares each file that it names, in its own folder and below. */
export async function* checkSums(
  file: OpenedLocation,
  { sum, usesStore }: CheckWish,
  { signal }: Waits,
): AsyncGenerator<CheckEvent> {
  const { lines, bad } = parseSumsFile(await readText(file, signal), sum ?? kindOfSumsFile(baseName(file.path)))
  if (lines.length === 0) throw refuse(file, 'bad-input', said('sums.no-lines', { what: file.path }))
  const meter = createMeter<CheckEvent>(signal)
  yield* meter.run(async () => {
    await meter.tell({ kind: 'began', count: lines.length, badLines: bad })
    for (const line of lines) {
      const found = await compare(line, meter.signal)
      meter.addFile()
      await meter.tell({ kind: 'checked', name: line.name, sum: line.kind, ...found })
    }
  })

  async function compare(line: SumsLine, stop: AbortSignal): Promise<Omit<CheckedSum, 'kind' | 'name' | 'sum'>> {
    try {
      const path = pathOf(file, line.name)
      const { sums, source } = await sumsOf(
        { ...file, path },
        { kinds: [line.kind], usesStore, signal: stop, onBytes: meter.addBytes },
      )
      return { result: sums[line.kind] === line.hex ? 'same' : 'different', source }
    } catch (error) {
      stop.throwIfAborted()
      if (isFailure(error, 'not-found')) return { result: 'missing' }
      return { result: 'failed', failure: failureOf(error, 'sums.check') }
    }
  }
}

/** Names in the checksum file are paths relative to its folder, and may not lead out of it. */
function pathOf(file: OpenedLocation, name: string): string {
  const parts = name.split('/').filter((part) => part !== '.' && part !== '')
  if (name.startsWith('/') || parts.includes('..') || parts.length === 0) {
    throw refuse(file, 'outside', said('sums.outside', { what: file.path, name }))
  }
  return parts.reduce(childPath, parentPath(file.path))
}

async function readText(file: OpenedLocation, signal: AbortSignal): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of await file.backend.read(file.path, { signal })) {
    bytes += chunk.length
    if (bytes > mostBytes) throw refuse(file, 'too-large', said('sums.too-large', { what: file.path }))
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function refuse(file: OpenedLocation, kind: 'bad-input' | 'outside' | 'too-large', why: Said): StorageError {
  const location = formatLocation({ mount: file.mount, path: file.path })
  return new StorageError({ kind, ...why, operation: 'sums.check', location })
}
