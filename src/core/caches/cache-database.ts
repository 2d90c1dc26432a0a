/** The database of the caches. It can be lost at any time: after an error, nothing is cached and nothing fails. */
import { rmSync } from 'node:fs'
import { openOwnDatabase, type OwnSchema } from '../files/own-database.ts'
import { createStatements, type Statements } from '../files/statements.ts'

const schema: OwnSchema = {
  version: 1,
  // A listing without a time is still being written. It is not used, and a change below its folder removes it.
  sql: `
    create table listings (
      id integer primary key, mount text not null, identity text not null, path text not null, as_of_ms real,
      begun_ms real not null, used_ms real not null, entries integer not null default 0, bytes integer not null default 0);
    create index listings_by_path on listings (mount, path);
    create index listings_by_use on listings (used_ms);
    create table pages (listing integer not null, number integer not null, bytes blob not null, primary key (listing, number));
    create table counts (
      mount text not null, part text not null, hits integer not null, misses integer not null, bytes integer not null,
      primary key (mount, part)) without rowid;`,
  probes: [
    ['select id, as_of_ms from listings limit 1'],
    ['select listing from pages limit 1'],
    ['select hits from counts limit 1'],
  ],
}

/** How long to wait for a busy database before doing without the cache. */
const busyMs = 250

export interface CacheDatabase {
  /** Runs `work` with the database, which is opened on first use. Undefined if it can't be opened. */
  readonly use: <T>(work: (statements: Statements) => T) => T | undefined
  /** Runs `work` in one transaction. */
  readonly change: <T>(work: (statements: Statements) => T) => T | undefined
  close(): void
}

export function createCacheDatabase(path: string): CacheDatabase {
  let opened: Statements | undefined
  let isBroken = false

  function open(): Statements {
    const { db, setAside } = openOwnDatabase(path, schema)
    if (setAside) for (const end of ['', '-wal', '-shm']) rmSync(setAside.path + end, { force: true })
    db.pragma(`busy_timeout = ${busyMs}`)
    return createStatements(db)
  }
  function use<T>(work: (statements: Statements) => T): T | undefined {
    if (isBroken) return undefined
    try {
      return work((opened ??= open()))
    } catch (error) {
      // A full disk or a busy database may work the next time.
      if (!opened || isDamage(error)) isBroken = true
      return undefined
    }
  }
  return {
    use,
    change: (work) => use((statements) => statements.atOnce(() => work(statements), { outlives: 'program' })),
    close() {
      isBroken = true
      opened?.close()
      opened = undefined
    },
  }
}

function isDamage(error: unknown): boolean {
  const { code = '' } = (error ?? {}) as { code?: string }
  return code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_READONLY')
}
