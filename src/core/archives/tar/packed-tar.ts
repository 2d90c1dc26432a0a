/**
 * Reads entries of a tar that is compressed as a whole. To read one entry, everything before it must be decompressed.
 */
import { said } from '../../../contract/sentences/said.ts'
import type { Waits } from '../../backends/backend.ts'
import { archiveFailure } from '../failures.ts'
import type { ArchiveBytes } from '../read/archive-bytes.ts'
import { inflated } from '../read/inflated.ts'
import type { NodeFacts } from '../table/node-facts.ts'
import { createPassedEntries } from './passed-entries.ts'
import { streamReader } from './tar-reader.ts'

export interface PackedTar {
  read(
    facts: NodeFacts,
    options: Waits & { readonly name: string; readonly offset: number },
  ): AsyncGenerator<Uint8Array>
  close(): Promise<void>
}

interface Decoder {
  readonly reader: ReturnType<typeof streamReader>
  readonly stop: AbortController
}

/** The number of idle decoders that are kept. */
const mostIdle = 2

/**
 * An idle decoder waits for a reader of a later entry, so that reading entries in order takes one pass. Small entries
 * that were passed are cached for a while, because folders are read after their files.
 */
export function createPackedTar(bytes: ArchiveBytes, name: string, starts: () => Iterable<NodeFacts>): PackedTar {
  const idle: Decoder[] = []
  const passed = createPassedEntries(starts)

  function decoderBefore(at: number): Decoder {
    const fits = idle.filter(({ reader }) => reader.position() <= at)
    const best = fits.toSorted((one, other) => other.reader.position() - one.reader.position())[0]
    if (best) {
      idle.splice(idle.indexOf(best), 1)
      return best
    }
    const stop = new AbortController()
    const whole = bytes.stream(0, bytes.sizeBytes, { signal: stop.signal })
    return { stop, reader: streamReader(inflated(whole, 'gzip', { name, signal: stop.signal })) }
  }
  async function end({ reader, stop }: Decoder): Promise<void> {
    stop.abort(new DOMException('no longer needed', 'AbortError'))
    await reader.close().catch(() => {})
  }
  async function giveBack(decoder: Decoder): Promise<void> {
    idle.push(decoder)
    const oldest = idle.length > mostIdle ? idle.shift() : undefined
    if (oldest) await end(oldest)
  }

  return {
    async *read(facts, { name: entry, offset, signal }) {
      const kept = passed.take(facts)
      if (kept) {
        if (kept.length > offset) yield kept.subarray(offset)
        return
      }
      const decoder = decoderBefore(facts.at)
      const { reader } = decoder
      let isWhole = false
      const cutOff = () => archiveFailure('corrupt', said('archive.entry-cut-off', { what: entry }))
      try {
        for (let left = facts.at + offset - reader.position(); left > 0;) {
          signal.throwIfAborted()
          const position = reader.position()
          const part = await reader.some(left)
          if (!part) throw cutOff()
          passed.see(position, part)
          left -= part.length
        }
        for (let left = facts.sizeBytes - offset; left > 0;) {
          signal.throwIfAborted()
          const part = await reader.some(left)
          if (!part) throw cutOff()
          left -= part.length
          yield part
        }
        isWhole = true
      } finally {
        if (isWhole) await giveBack(decoder)
        else await end(decoder)
      }
    },
    async close() {
      await Promise.all(idle.splice(0).map(end))
    },
  }
}
