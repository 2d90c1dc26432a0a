/** Merges the history of an index that was set aside into the current one. */
import type { Statements } from '../../../files/statements.ts'
import type { ChunkRow, HistoryRow } from './rows.ts'

/** The rows of another index, as far as they could be read. */
export interface OtherHistory {
  readonly versions: readonly HistoryRow[]
  readonly chunks: readonly (ChunkRow & { readonly sum: string })[]
}

/** Inserts rows as older than everything already known. Returns the number of rows that were new. */
export function adopt({ run, one, atOnce }: Statements, other: OtherHistory): number {
  return atOnce(() => {
    const shift = other.versions.reduce((most, { seq }) => Math.max(most, seq), 0)
    // in two steps, so that no number is used twice meanwhile
    for (const table of ['versions', 'present']) run(`update ${table} set seq = -seq`)
    for (const table of ['versions', 'present']) run(`update ${table} set seq = ? - seq`, shift)
    let count = 0
    for (const row of other.versions) count += insertUnknown({ run }, row)
    for (const { sum, start, size, chunk } of other.chunks)
      run('insert or ignore into chunks values (?, ?, ?, ?)', sum, start, size, chunk)
    dropFirstLooks({ run }, shift)
    const last = (one('select coalesce(max(seq), 0) as seq from versions') as { seq: number }).seq
    run("update sqlite_sequence set seq = ? where name = 'versions'", last)
    return count
  })
}

function insertUnknown({ run }: Pick<Statements, 'run'>, row: HistoryRow): number {
  const { seq, folder, name, sum, size, modified, mode, made, author } = row
  const values = [seq, folder, name, sum, size, modified, mode, made, author, row.properties ?? null]
  return run(
    `insert into versions (seq, folder, name, sum, size, modified, mode, made, author, properties)
     select ?, ?, ?, ?, ?, ?, ?, ?, ?, ? where not exists
     (select 1 from versions where folder = ? and name = ? and sum is ? and made = ?)`,
    ...values,
    folder,
    name,
    sum,
    made,
  )
}

/**
 * The new index began with a scan of every file. The scan's row is dropped if the adopted history already ends with the
 * same content.
 */
function dropFirstLooks({ run }: Pick<Statements, 'run'>, shift: number): void {
  const before = `(select o.seq from versions o where o.folder = v.folder and o.name = v.name and o.seq <= ${shift}
    order by o.seq desc limit 1)`
  const same = `v.seq > ${shift} and v.author = 'outside' and v.sum is (select o.sum from versions o where o.seq = ${before})
    and not exists (select 1 from versions e where e.folder = v.folder and e.name = v.name and e.seq > ${shift} and e.seq < v.seq)`
  run(
    `update present set seq = (select ${before} from versions v where v.seq = present.seq)
     where exists (select 1 from versions v where v.seq = present.seq and ${same})`,
  )
  run(`delete from versions where seq in (select v.seq from versions v where ${same})`)
}
