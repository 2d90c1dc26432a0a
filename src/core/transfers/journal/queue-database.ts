/**
 * The file the queue lives in. Opened by any number of programs at once; what is committed outlives a crash. One that
 * can't be read, or that a later Portolan wrote, is set aside under another name, and a new one begun: never a reason
 * not to start.
 */
import { mkdirSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'libsql'
import { isOwnFileFailure } from '../../files/own-file.ts'
import { stateNumbers, walkNumbers } from './items/item-columns.ts'

const version = 1
/** How long to wait for another program's write. */
const busyMs = 10_000
const damaged = new Set(['SQLITE_CORRUPT', 'SQLITE_NOTADB'])

export interface QueueDatabase {
  readonly db: Database.Database
  /** Why the one before was set aside, for a person. */
  readonly notice?: string
}

export function openQueueDatabase(path: string, now: () => number = Date.now): QueueDatabase {
  mkdirSync(dirname(path), { recursive: true })
  try {
    return { db: open(path) }
  } catch (error) {
    const why = reasonToSetAside(error)
    if (!why) throw error
    const aside = setAside(path, now())
    return {
      db: open(path),
      notice: `The list of transfers ${why}, so a new one was begun. The old one is kept as ${aside}.`,
    }
  }
}

/** Was it damage to the file that an operation met? */
export function isDamage(error: unknown): boolean {
  return damaged.has(codeOf(error) ?? '')
}

/** What is done unasked is tried again sooner or later; when it can't be written down now, nothing else ends for it. */
export function unlessUnwritable(work: () => void): void {
  try {
    work()
  } catch (error) {
    if (!isOwnFileFailure(error)) throw error
  }
}

class FromTheFuture extends Error {}

function reasonToSetAside(error: unknown): string | undefined {
  if (error instanceof FromTheFuture) return 'was written by a later Portolan'
  return isDamage(error) ? 'is damaged' : undefined
}

function open(path: string): Database.Database {
  const db = new Database(path, { timeout: busyMs })
  try {
    db.pragma('journal_mode = WAL')
    // what was said to be done is done, even when the power goes
    db.pragma('synchronous = FULL')
    const found = numberOf(db, 'user_version')
    if (found > version) throw new FromTheFuture()
    if (found < version) create(db)
    checkShape(db)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function numberOf(db: Database.Database, pragma: string): number {
  const [row] = db.pragma(pragma) as Record<string, number>[]
  return row?.[pragma] ?? 0
}

/** Two programs may begin at the same time: the second one finds it done. */
function create(db: Database.Database): void {
  db.exec('begin immediate')
  try {
    if (numberOf(db, 'user_version') < version) {
      db.exec(schema)
      db.exec(`pragma user_version = ${version}`)
    }
    db.exec('commit')
  } catch (error) {
    db.exec('rollback')
    throw error
  }
}

/** A damaged file often opens all the same. Looks at what is read at every start, and at the whole of it while it is small. */
function checkShape(db: Database.Database): void {
  const pages = numberOf(db, 'page_count')
  if (pages < 2000) {
    const rows = db.pragma('quick_check(1)') as Record<string, string>[]
    const [said] = Object.values(rows[0] ?? {})
    if (said !== 'ok') throw Object.assign(new Error(String(said)), { code: 'SQLITE_CORRUPT' })
  }
  try {
    db.prepare('select * from transfers where state <> ? limit 1').get('')
    db.prepare('select * from items where transfer = ? limit 1').get(0)
  } catch (error) {
    if (codeOf(error) !== 'SQLITE_ERROR') throw error
    throw Object.assign(new Error('a table is missing', { cause: error }), { code: 'SQLITE_CORRUPT' })
  }
}

function setAside(path: string, nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-')
  const aside = `${path}.${stamp}.aside`
  for (const ending of ['-wal', '-shm', '']) {
    try {
      renameSync(path + ending, aside + ending)
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error
    }
  }
  return aside
}

function codeOf(error: unknown): string | undefined {
  return (error as { code?: string } | undefined)?.code
}

/**
 * Items are numbered in the order they are found, and everything below a folder comes after it. `claimed` is the last
 * number that was begun: an item up to it that has no end may be half done. Paths are not stored but made of the names
 * on the way down, so that a folder can still get another name.
 */
const schema = `
create table transfers (
  id integer primary key autoincrement,
  position real not null,
  request text not null,
  search text not null,
  token text not null,
  state text not null,
  wish text,
  paused_by text,
  is_cancelled integer not null default 0,
  is_planned integer not null default 0,
  limits text not null,
  owner text,
  owner_seen_ms integer,
  claimed integer not null default 0,
  last_number integer not null default 0,
  counts text not null,
  answers text not null default '{}',
  facts text not null default '{}',
  problem text,
  changed integer not null default 0,
  created_ms integer not null,
  started_ms integer,
  ended_ms integer
);
create index transfers_open on transfers(position) where state <> 'ended';
create table items (
  transfer integer not null,
  number integer not null,
  parent integer not null,
  name text not null,
  to_name text,
  kind integer not null,
  size integer,
  modified real,
  state integer not null,
  walk integer not null default 0,
  copied integer not null default 0,
  detail text,
  primary key (transfer, number)
) without rowid;
create index items_that_need on items(transfer, state, number) where state in (${stateNumbers.asking}, ${stateNumbers.failed}, ${stateNumbers.waiting});
create index folders_to_walk on items(transfer, number) where walk = ${walkNumbers.toWalk};
create table settings (key text primary key, value text not null) without rowid;
`
