/** The sums of files of this computer that were made, by the identity of the file: in a database that can be lost. */
import type Database from 'libsql'
import { type Batcher, createBatcher } from '../../../lib/flow/batcher.ts'
import { createStatements, type Statements } from '../../files/statements.ts'

export interface SumsCache {
  /** Of files that are asked for at a time: they are looked up together. */
  find(identity: string, name: string): Promise<string | undefined>
  /** By their identities. */
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
/** Beyond, all are forgotten. */
const mostKept = 2_000_000

/** `db` is closed when there is no room for it. */
export function openSumsCache(db: Database.Database): SumsCache | undefined {
  const statements = openTable(db)
  return statements && createCache(statements)
}

function createCache(statements: Statements): SumsCache {
  const { add, flush } = createWriter(statements)
  function findAll(identities: readonly string[], name: string): ReadonlyMap<string, string> {
    flush() // what was added just now is to be found
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

/** Writes sums down a few hundred at a time, as far as there is room for them: those that are lost are made again. */
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
      // they are made again when they are wanted
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

/** Those that are asked for at a time are looked up together, by one statement for each kind of sum. */
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
