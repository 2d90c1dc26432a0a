/**
 * Sums of files that are read here. Those of files of this computer are remembered by the identity of the file: it is
 * read again when its size, times or place on the disk are others.
 */
import { createHash } from 'node:crypto'
import type Database from 'libsql'
import { forEachChunk } from '../../../lib/byte-stream.ts'
import type { Backend, Waits } from '../../backends/backend.ts'
import type { BulkRead } from '../../backends/bulk-facet.ts'
import { StorageError } from '../../../contract/failure.ts'
import { type Batcher, createBatcher } from '../../../lib/batcher.ts'
import { readerOf } from '../../operations/batched-calls.ts'
import type { OpenedLocation } from '../../operations/opened-location.ts'

import { createRunningSum, type SumName } from './running-sum.ts'
import { createStatements, type Statements } from './statements.ts'

export interface LocalSums {
  /** In hex. Of parts: the MD5 of their MD5s and their number. */
  sum(
    file: { readonly location: OpenedLocation; readonly sizeBytes?: number },
    name: SumName | `md5-of-parts@${string}`,
    options: Waits,
  ): Promise<string>
  /**
   * The sums that are remembered of some files of one mount of this computer, in their order. Undefined for a file that was
   * changed since, or never read.
   */
  remembered(
    backend: Backend,
    paths: readonly string[],
    name: SumName,
    options: Waits,
  ): Promise<readonly (string | undefined)[]>
  close(): void
}

const schema = `create table if not exists sums (
  identity text not null, name text not null, sum text not null, primary key (identity, name)) without rowid`
/** Beyond, all are forgotten. */
const mostKept = 2_000_000

/** `db` holds nothing that can't be found out again. */
export function createLocalSums(db: Database.Database | undefined): LocalSums {
  const kept = db && openCache(db)
  const lookUp = kept && createLookUp(kept)
  const readSmall = createSmallReader()
  const identityOf = createIdentityReader()
  return {
    async remembered(backend, paths, name, waits) {
      const identities = (await backend.localPath?.identities(paths, waits)) ?? []
      const wanted = identities.filter((identity) => identity !== undefined)
      const sums = kept ? lookUpAll(kept, name, wanted) : new Map<string, string>()
      return paths.map((_path, at) => sums.get(identities[at] ?? ''))
    },
    async sum({ location, sizeBytes }, name, { signal }) {
      const before = await identityOf(location)
      const remembered = before === undefined ? undefined : await lookUp?.add({ identity: before, name })
      if (remembered?.sum !== undefined) return remembered.sum
      const parts = /^md5-of-parts@(\d+)$/.exec(name)
      const running = parts ? sumOfParts(Number(parts[1])) : createRunningSum(name as SumName)
      if (isSmall(location, sizeBytes)) running.add(await readSmall(location))
      else
        await forEachChunk(await location.backend.read(location.path, { signal }), signal, async (chunk) =>
          running.add(chunk),
        )
      const sum = running.end()
      if (before !== undefined && (await identityOf(location)) === before) {
        if (kept) remember(kept, before, name, sum)
      }
      return sum
    },
    close: () => kept?.close(),
  }
}

/** Undefined where there is no room for it. */
function openCache(db: Database.Database): Statements | undefined {
  try {
    db.pragma('journal_mode = WAL')
    db.exec(schema)
    const statements = createStatements(db)
    const { n } = statements.one('select count(*) as n from sums') as { n: number }
    if (n > mostKept) statements.run('delete from sums')
    return statements
  } catch {
    db.close()
    return undefined
  }
}

/** As far as there is room for it. */
function remember({ atOnce, run }: Statements, identity: string, name: string, sum: string): void {
  try {
    atOnce(() => run('insert or replace into sums values (?, ?, ?)', identity, name, sum), { outlives: 'program' })
  } catch {
    // it is made again when it is wanted
  }
}

interface Wanted {
  readonly identity: string
  readonly name: string
}

const selectSums = 'select identity, sum from sums where name = ? and identity in (select value from json_each(?))'

function lookUpAll(kept: Statements, name: string, identities: readonly string[]): ReadonlyMap<string, string> {
  const rows = kept.all(selectSums, name, JSON.stringify(identities)) as readonly { identity: string; sum: string }[]
  return new Map(rows.map(({ identity, sum }) => [identity, sum]))
}

/** Those that are asked for at a time are looked up together, by one statement for each kind of sum. */
function createLookUp(kept: Statements): Batcher<Wanted, { readonly sum: string | undefined }> {
  return createBatcher({
    mostRequests: 500,
    mostBytes: Infinity,
    atOnce: 1,
    bytesOf: () => 0,
    async run(requests: readonly Wanted[]) {
      const found = new Map<string, ReadonlyMap<string, string>>()
      for (const name of new Set(requests.map((request) => request.name))) {
        const identities = requests.filter((request) => request.name === name).map(({ identity }) => identity)
        found.set(name, lookUpAll(kept, name, identities))
      }
      return new Map(requests.map((request) => [request, { sum: found.get(request.name)?.get(request.identity) }]))
    },
  })
}

function isSmall({ backend }: OpenedLocation, sizeBytes: number | undefined): boolean {
  return backend.bulk !== undefined && sizeBytes !== undefined && sizeBytes <= backend.bulk.mostBytes
}

/** Those that are asked for at a time are read together. */
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

/** Files that are asked for at a time are looked at together. Undefined for what is not of this computer, or not there. */
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

/** As S3 makes the tag of an object that was sent in parts. */
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
