/**
 * Checksums of files that are computed here. For files of this computer they are cached by the identity of the file. A
 * file is read again if its size, its times or its position on the disk changed.
 */
import { createHash } from 'node:crypto'
import type Database from 'libsql'
import { forEachChunk } from '../../../lib/flow/byte-stream.ts'
import type { Backend, Waits } from '../../backends/backend.ts'
import type { BulkRead } from '../../backends/facets/bulk.ts'
import { StorageError } from '../../../contract/failure.ts'
import { type Batcher, createBatcher } from '../../../lib/flow/batcher.ts'
import { readerOf } from '../../operations/batched-calls.ts'
import type { OpenedLocation } from '../../operations/opened-location.ts'
import { createRunningSum, type SumName } from './running-sum.ts'
import { openSumsCache } from './sums-cache.ts'

export interface LocalSums {
  /** Returns the checksum in hex. For parts, it is the MD5 of their MD5s, followed by their number. */
  sum(
    file: { readonly location: OpenedLocation; readonly sizeBytes?: number },
    name: SumName | `md5-of-parts@${string}`,
    options: Waits,
  ): Promise<string>
  /**
   * Returns cached checksums of files of one local mount, in their order. Undefined for a file that changed since or
   * was never read.
   */
  remembered(
    backend: Backend,
    paths: readonly string[],
    name: SumName,
    options: Waits,
  ): Promise<readonly (string | undefined)[]>
  close(): void
}

/** `db` holds only data that can be computed again. */
export function createLocalSums(db: Database.Database | undefined): LocalSums {
  const kept = db && openSumsCache(db)
  const readSmall = createSmallReader()
  const identityOf = createIdentityReader()
  return {
    async remembered(backend, paths, name, waits) {
      const identities = (await backend.localPath?.identities(paths, waits)) ?? []
      const wanted = identities.filter((identity) => identity !== undefined)
      const sums = kept?.findAll(wanted, name)
      return paths.map((_path, at) => sums?.get(identities[at] ?? ''))
    },
    async sum({ location, sizeBytes }, name, { signal }) {
      const before = await identityOf(location)
      const remembered = before === undefined ? undefined : await kept?.find(before, name)
      if (remembered !== undefined) return remembered
      const parts = /^md5-of-parts@(\d+)$/.exec(name)
      const running = parts ? sumOfParts(Number(parts[1])) : createRunningSum(name as SumName)
      if (isSmall(location, sizeBytes)) running.add(await readSmall(location))
      else
        await forEachChunk(await location.backend.read(location.path, { signal }), signal, async (chunk) =>
          running.add(chunk),
        )
      const sum = running.end()
      if (before !== undefined && (await identityOf(location)) === before) kept?.add(before, name, sum)
      return sum
    },
    close: () => kept?.close(),
  }
}

function isSmall({ backend }: OpenedLocation, sizeBytes: number | undefined): boolean {
  return backend.bulk !== undefined && sizeBytes !== undefined && sizeBytes <= backend.bulk.mostBytes
}

/** Requests that arrive together are read together. */
function createSmallReader(): (location: OpenedLocation) => Promise<Uint8Array> {
  const readers = new Map<Backend, Batcher<string, BulkRead>>()
  return async ({ backend, path }) => {
    let reader = readers.get(backend)
    if (!reader) readers.set(backend, (reader = readerOf(backend)))
    const result = await reader.add(path)
    if (result.failure) throw new StorageError(result.failure)
    return result.bytes
  }
}

/** Queries the identities of files in batches. Undefined for a file that is not local or does not exist. */
function createIdentityReader(): (location: OpenedLocation) => Promise<string | undefined> {
  const readers = new Map<Backend, Batcher<string, { readonly identity: string | undefined }>>()
  return async ({ backend, path }) => {
    const { localPath } = backend
    if (!localPath) return undefined
    let reader = readers.get(backend)
    if (!reader) {
      reader = createBatcher({
        mostRequests: 500,
        mostBytes: Infinity,
        atOnce: 1,
        bytesOf: () => 0,
        async run(paths: readonly string[]) {
          const found = await localPath.identities(paths, { signal: new AbortController().signal })
          return new Map(paths.map((each, at) => [each, { identity: found[at] }]))
        },
      })
      readers.set(backend, reader)
    }
    return (await reader.add(path)).identity
  }
}

/** As S3 computes the ETag of a multipart upload. */
function sumOfParts(partBytes: number) {
  const all = createHash('md5')
  let part = createHash('md5')
  let room = partBytes
  let count = 0
  const close = () => {
    all.update(part.digest())
    count += 1
    part = createHash('md5')
    room = partBytes
  }
  return {
    add(chunk: Uint8Array) {
      for (let rest = chunk; rest.length > 0;) {
        const taken = rest.subarray(0, room)
        part.update(taken)
        room -= taken.length
        rest = rest.subarray(taken.length)
        if (room === 0) close()
      }
    },
    end() {
      if (room < partBytes || count === 0) close()
      return `${all.digest('hex')}-${count}`
    },
  }
}
