/** Renames, recorded before they happen on the disk. */
import type { Statements } from '../../../files/statements.ts'
import type { History } from './history.ts'
import { charactersIn, type HistoryRow, inTree, placeOf, treeOf } from './rows.ts'

type Renames = Pick<History, 'beginRename' | 'endRename' | 'begunRenames'>

export function renamesOf(statements: Statements): Renames {
  const { run, one, all, atOnce } = statements
  return {
    beginRename(source, target) {
      return atOnce(() => {
        run('insert into renames (source, target) values (?, ?)', source, target)
        return (one('select last_insert_rowid() as id') as { id: number }).id
      })
    },
    endRename(id, isDone) {
      atOnce(() => {
        const begun = one('select source, target from renames where id = ?', id) as
          { source: string; target: string } | undefined
        if (begun && isDone) move(statements, begun.source, begun.target)
        run('delete from renames where id = ?', id)
      })
    },
    begunRenames: () =>
      all('select id, source, target from renames order by id') as ReturnType<History['begunRenames']>,
  }
}

/**
 * Moves the history of a file, or of everything below a folder. The earlier versions of the new name stay in its
 * history, and the present state becomes its newest version.
 */
function move({ run, all }: Statements, from: string, to: string): void {
  run('delete from present where folder = ? and name = ?', ...placeOf(to))
  run(`delete from present where ${inTree}`, ...treeOf(to))
  for (const table of ['versions', 'present']) {
    run(`update ${table} set folder = ?, name = ? where folder = ? and name = ?`, ...placeOf(to), ...placeOf(from))
    const start = charactersIn(from) + 1
    run(`update ${table} set folder = ? || substr(folder, ${start}) where ${inTree}`, to, ...treeOf(from))
  }
  const older = all(
    `select v.* from present p join versions v on v.seq = p.seq where
     ((p.folder = ? and p.name = ?) or p.folder = ? or (p.folder >= ? and p.folder < ?))
     and p.seq < (select max(seq) from versions n where n.folder = p.folder and n.name = p.name)`,
    ...placeOf(to),
    ...treeOf(to),
  ) as readonly HistoryRow[]
  for (const { folder, name, sum, size, modified, mode, properties } of older) {
    run(
      `insert into versions (folder, name, sum, size, modified, mode, properties, made)
       values (?, ?, ?, ?, ?, ?, ?, ?)`,
      folder,
      name,
      sum,
      size,
      modified,
      mode,
      properties,
      Date.now(),
    )
    run('update present set seq = last_insert_rowid() where folder = ? and name = ?', folder, name)
  }
}
