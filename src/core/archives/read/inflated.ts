import { said } from '../../../contract/sentences/said.ts'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createInflateRaw } from 'node:zlib'
import type { Waits } from '../../backends/backend.ts'
import { asCorrupt } from '../failures.ts'

/** Decompresses in pieces while it is read. Leaving the loop stops the read below. Throws `corrupt`. */
export async function* inflated(
  packed: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  format: 'deflate' | 'gzip',
  { name, signal }: Waits & { readonly name: string },
): AsyncGenerator<Uint8Array> {
  const options = { chunkSize: 64 * 1024 }
  const unpacking = format === 'gzip' ? createGunzip(options) : createInflateRaw(options)
  const feeding = pipeline(packed, unpacking, { signal })
  feeding.catch(() => {}) // The loop below gets the same error.
  try {
    for await (const chunk of unpacking) yield chunk as Uint8Array
    await feeding
  } catch (error) {
    signal.throwIfAborted()
    throw asCorrupt(error, said('archive.entry-damaged', { what: name }), signal)
  } finally {
    unpacking.destroy()
  }
}
