/**
 * A database of Portolan itself. Any number of programs may open it; committed data survives a crash. A database that
 * can't be read, or that a later Portolan or another program wrote, is set aside under another name. A new one is then
 * created, so the program always starts.
 */
import { said } from '../../contract/sentences/said.ts'
import { mkdirSync, renameSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'libsql'

/** How long to wait for another program's write. */
const busyMs = 10_000
const damaged = new Set(['SQLITE_CORRUPT', 'SQLITE_NOTADB'])

export interface OwnSchema {
  readonly version: number
  /** Statements that create the tables of version 1. */
  readonly sql: string
  /** Statements that upgrade each version to the next one; the first ones upgrade version 1. Existing data stays. */
  readonly upgrades?: readonly string[]
  /** Queries, with their values, that fail if a table is missing. They read what is read at every start. */
  readonly probes: readonly (readonly [sql: string, ...values: readonly unknown[]])[]
}

export interface OwnDatabase {
  readonly db: Database.Database
  /** Why the existing file can't be used, as a sentence, and the path it was renamed to. */
  readonly setAside?: { readonly why: string; readonly path: string }
}

export function openOwnDatabase(path: string, schema: OwnSchema, now: () => number = Date.now): OwnDatabase {
  mkdirSync(dirname(path), { recursive: true })
  try {
    return { db: open(path, schema) }
  } catch (error) {
    const why = reasonToSetAside(error, path)
    if (!why) throw error
    const aside = setAside(path, now())
    return { db: open(path, schema), setAside: { why, path: aside } }
  }
}

/** Tells whether an operation failed because the file is damaged. */
function isDamage(error: unknown): boolean {
  return damaged.has(codeOf(error) ?? '')
}

class FromTheFuture extends Error {}
class Foreign extends Error {}

function reasonToSetAside(error: unknown, path: string): string | undefined {
  if (error instanceof FromTheFuture) return said('own-file.newer', { path }).message
  if (error instanceof Foreign) return said('own-file.foreign', { path }).message
  return isDamage(error) ? said('own-file.damaged', { path }).message : undefined
}

function open(path: string, schema: OwnSchema): Database.Database {
  const db = new Database(path, { timeout: busyMs })
  try {
    db.pragma(`journal_mode = ${journalModeAt(dirname(path))}`)
    // Committed data must survive even a power failure.
    db.pragma('synchronous = FULL')
    const found = numberOf(db, 'user_version')
    if (found > schema.version) throw new FromTheFuture()
    if (found < schema.version) create(db, schema)
    checkShape(db, schema)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** The size of a memory page. */
const pageBytes = 4096

/**
 * Returns the journal mode for a folder. A write-ahead log uses a file that is mapped into memory. If the disk's blocks
 * are smaller than memory pages, a full disk may have no space for the rest of a page, and the system then kills the
 * program (SIGBUS).
 */
function journalModeAt(folder: string): 'WAL' | 'TRUNCATE' {
  return statfsSync(folder).bsize < pageBytes ? 'TRUNCATE' : 'WAL'
}

function numberOf(db: Database.Database, pragma: string): number {
  const [row] = db.pragma(pragma) as Record<string, number>[]
  return row?.[pragma] ?? 0
}

/** Creates the tables. If two programs start at the same time, the second one finds them created. */
function create(db: Database.Database, { version, sql, upgrades = [] }: OwnSchema): void {
  db.exec('begin immediate')
  try {
    const found = numberOf(db, 'user_version')
    if (found === 0 && db.prepare('select 1 from sqlite_master').get() !== undefined) throw new Foreign()
    if (found < version) {
      for (const step of [sql, ...upgrades].slice(found, version)) db.exec(step)
      db.exec(`pragma user_version = ${version}`)
    }
    db.exec('commit')
  } catch (error) {
    db.exec('rollback')
    throw error
  }
}

/**
 * Checks the content, because a damaged file can often be opened. It reads what is read at every start, and the whole
 * file while it is small.
 */
function checkShape(db: Database.Database, { probes }: OwnSchema): void {
  const pages = numberOf(db, 'page_count')
  if (pages < 2000) {
    const rows = db.pragma('quick_check(1)') as Record<string, string>[]
    const [verdict] = Object.values(rows[0] ?? {})
    if (verdict !== 'ok') throw Object.assign(new Error(String(verdict)), { code: 'SQLITE_CORRUPT' })
  }
  try {
    for (const [sql, ...values] of probes) db.prepare(sql).get(...values)
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
