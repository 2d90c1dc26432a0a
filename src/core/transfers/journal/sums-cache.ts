/** A cache of checksums of local files by the identity of the file. The database can be lost without harm. */
import type Database from 'libsql'
import { type Batcher, createBatcher } from '../../../lib/flow/batcher.ts'
import { createStatements, type Statements } from '../../files/statements.ts'

export interface SumsCache {
  /** Looks up one checksum. Requests that arrive together share one query. */
  find(identity: string, name: string): Promise<string | undefined>
  /** Returns the checksums by identity. */
  findAll(identities: readonly string[], name: string): ReadonlyMap<string, string>
  add(identity: string, name: string, sum: string): void
  close(): void
}

const schema = `create table if not exists sums (
  identity text not null, name text not null, sum text not null, primary key (identity, name)) without rowid`
const insertSums = `insert or replace into sums
  select value->>0, value->>1, value->>2 from json_each(?)`
const writtenAtOnce = 500
const writeWithinMs = 500
/** Beyond this number, the whole cache is cleared. */
const mostKept = 2_000_000

/** Closes `db` if the disk is full. */
export function openSumsCache(db: Database.Database): SumsCache | undefined {
  const statements = openTable(db)
  return statements && createCache(statements)
}

function createCache(statements: Statements): SumsCache {
  const { add, flush } = createWriter(statements)
  function findAll(identities: readonly string[], name: string): ReadonlyMap<string, string> {
    flush() // Makes entries that were just added available.
    return lookUpAll(statements, name, identities)
  }
  const lookUp = createLookUp(findAll)
  return {
    find: async (identity, name) => (await lookUp.add({ identity, name })).sum,
    findAll,
    add,
    close() {
      flush()
      statements.close()
    },
  }
}

function openTable(db: Database.Database): Statements | undefined {
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

/**
 * Writes checksums in batches of a few hundred. If the disk is full they are dropped, because they can be computed
 * again.
 */
function createWriter({ atOnce, run }: Statements) {
  let pending: (readonly [identity: string, name: string, sum: string])[] = []
  let timer: NodeJS.Timeout | undefined
  function flush() {
    clearTimeout(timer)
    timer = undefined
    const rows = pending
    pending = []
    if (rows.length === 0) return
    try {
      atOnce(() => run(insertSums, JSON.stringify(rows)), { outlives: 'program' })
    } catch {
      // They are computed again when they are needed.
    }
  }
  return {
    add: (...row: readonly [identity: string, name: string, sum: string]) => {
      pending.push(row)
      if (pending.length >= writtenAtOnce) flush()
      else timer ??= setTimeout(flush, writeWithinMs).unref()
    },
    flush,
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

/** Requests that arrive together are looked up by one statement for each kind of checksum. */
function createLookUp(findAll: SumsCache['findAll']): Batcher<Wanted, { readonly sum: string | undefined }> {
  return createBatcher({
    mostRequests: 500,
    mostBytes: Infinity,
    atOnce: 1,
    bytesOf: () => 0,
    async run(requests: readonly Wanted[]) {
      const found = new Map<string, ReadonlyMap<string, string>>()
      for (const name of new Set(requests.map((request) => request.name))) {
        const identities = requests.filter((request) => request.name === name).map(({ identity }) => identity)
        found.set(name, findAll(identities, name))
      }
      return new Map(requests.map((request) => [request, { sum: found.get(request.name)?.get(request.identity) }]))
    },
  })
}
