/** Finds indexes that were set aside, and reads what is still readable in them. */
import { readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'libsql'
import type { OtherHistory } from '../history/adopt.ts'
import type { ChunkRow, HistoryRow } from '../history/rows.ts'
import type { Layout } from '../layout.ts'

/** Returns them with the oldest first. */
export async function asidesOf({ own }: Layout): Promise<readonly string[]> {
  const names = (await readdir(own)).filter((name) => name.startsWith('index.db.') && name.endsWith('.aside'))
  return names.toSorted().map((name) => join(own, name))
}

/** Renames the index, so that it stays but is not adopted again. */
export async function markAdopted(path: string): Promise<void> {
  await rename(path, path.replace(/\.aside$/, '.adopted'))
}

/**
 * Reads the rows before and after a damaged part. Undefined if nothing can be read, or if the file is not an index of a
 * shelf.
 */
export function readAside(path: string): OtherHistory | undefined {
  let db: Database.Database
  try {
    db = new Database(path, { readonly: true, timeout: 5000 })
  } catch {
    return undefined
  }
  try {
    const versions = (readRows(db, 'versions', 'seq') as HistoryRow[]).filter(isHistoryRow)
    const chunks = readRows(db, 'chunks', 'sum') as (ChunkRow & { sum: string })[]
    return versions.length === 0 ? undefined : { versions: versions.toSorted((a, b) => a.seq - b.seq), chunks }
  } finally {
    db.close()
  }
}

function isHistoryRow(row: Partial<HistoryRow>): boolean {
  const { seq, folder, name, made } = row
  return Number.isSafeInteger(seq) && typeof folder === 'string' && typeof name === 'string' && typeof made === 'number'
}

/** Reads from both ends, each until it reaches a row that cannot be read. */
function readRows(db: Database.Database, table: string, key: string): unknown[] {
  const rows = new Map<string, unknown>()
  for (const direction of ['asc', 'desc']) {
    try {
      const query = db.prepare(`select * from ${table} order by ${key} ${direction}`)
      for (const row of query.iterate() as Iterable<unknown>) rows.set(JSON.stringify(row), row)
      break
    } catch {
      // the rest may be readable from the other end
    }
  }
  return [...rows.values()]
}
