import type { Sums } from '../../../../contract/entry.ts'
import { crc32cPolynomial } from '../../crc32.ts'
import type { OpenedFacts, ReadOptions } from '../../backend.ts'
import { atFile, emptyBehindEnd, emptyStream } from '../../object-store/read/at-file.ts'
import { type Hasher, rangeHeader, streamOfRange, wholeSizeOf } from '../../web/ranged-body.ts'
import type { WebAnswer } from '../../web/requests.ts'
import { objectAt } from '../connect/client.ts'
import type { Scope } from '../connect/scope.ts'
import { gcsFailure } from '../failures/failures.ts'
import { sumsOf } from './facts.ts'
import { headIfAny } from './look-up.ts'

/** Reads an object as it was when the read began: one generation, which never changes. */
export async function readObject(
  scope: Scope,
  path: string,
  options: ReadOptions,
  { operation = 'gcs.read', generation }: { readonly operation?: string; readonly generation?: string } = {},
): Promise<ReadableStream<Uint8Array>> {
  const { signal, offset = 0, length = Infinity, ifUnchanged, onOpened } = options
  const { client } = scope
  return atFile(scope, { operation, path, signal }, async ({ container, key, attempt }) => {
    if (length === 0) return (await headIfAny(client, container, key, signal)) && emptyStream()
    return emptyBehindEnd(async () => {
      const answer = await client.send({
        at: objectAt(container, key),
        query: { alt: 'media', generation, ifGenerationMatch: ifUnchanged },
        // an object that is stored compressed is returned compressed
        headers: { ...rangeHeader(offset, length), 'accept-encoding': 'gzip' },
        signal,
      })
      const mark = answer.headers['x-goog-generation']
      const facts = openedFactsOf(answer)
      if (mark !== undefined) onOpened?.(mark, facts)
      const failure = (error: unknown) => gcsFailure(error, attempt)
      const { sums = {} } = facts
      const crc32c = await crc32cFor(sums)
      return streamOfRange(answer, { offset, length, signal, failure, sums, ...(crc32c && { crc32c }) })
    })
  })
}

/**
 * Returns a CRC32C hasher for an object without another checksum, such as one joined from pieces. The library is loaded
 * on demand.
 */
async function crc32cFor({ md5, crc32c }: Sums): Promise<Hasher | undefined> {
  if (md5 !== undefined || crc32c === undefined) return undefined
  const { createCRC32 } = await import('hash-wasm')
  return (await createCRC32(crc32cPolynomial)).init()
}

function openedFactsOf(answer: WebAnswer): OpenedFacts {
  const { headers } = answer
  const sizeBytes = wholeSizeOf(answer)
  const said = headers['x-goog-hash'] ?? ''
  const md5Hash = /md5=([A-Za-z0-9+/]+={0,2})/.exec(said)?.[1]
  const crc32c = /crc32c=([A-Za-z0-9+/]+={0,2})/.exec(said)?.[1]
  const contentType = headers['content-type']
  return {
    ...(sizeBytes !== undefined && { sizeBytes }),
    sums: sumsOf({ ...(md5Hash !== undefined && { md5Hash }), ...(crc32c !== undefined && { crc32c }) }),
    ...(contentType !== undefined && { properties: { contentType } }),
  }
}
