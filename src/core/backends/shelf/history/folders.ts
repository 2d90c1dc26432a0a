/** Queries about many paths: of a folder, of a tree, of the whole shelf. */
import { childPath } from '../../../../contract/location.ts'
import type { Statements } from '../../../files/statements.ts'
import type { History } from './history.ts'
import { charactersIn, type HistoryRow, inTree, placeOf, type Present, type Totals, treeOf } from './rows.ts'

type Folders = Pick<
  History,
  'presentIn' | 'foldersAfter' | 'deletedIn' | 'foldersIn' | 'pathsBelow' | 'sumsAfter' | 'pathsWith' | 'totals'
>

export function foldersOf({ all, one }: Statements): Folders {
  const rowsOf = (sql: string, ...values: readonly unknown[]) => all(sql, ...values) as readonly HistoryRow[]
  return {
    presentIn(folder) {
      const found = all(
        'select p.name, p.seq, p.identity, v.sum from present p join versions v on v.seq = p.seq where p.folder = ?',
        folder,
      ) as readonly (Present & { name: string })[]
      return new Map(found.map((row) => [row.name, row]))
    },
    foldersAfter: (folder, most) =>
      (
        all('select distinct folder from present where folder > ? order by folder limit ?', folder, most) as readonly {
          folder: string
        }[]
      ).map((row) => row.folder),
    deletedIn: (folder) =>
      rowsOf(
        `select v.* from versions v join (select max(seq) as seq from versions where folder = ? group by name) n on n.seq = v.seq
         where v.sum is null order by v.name`,
        folder,
      ),
    foldersIn(folder) {
      const start = folder === '' ? '' : `${folder}/`
      const end = folder === '' ? '\u{10ffff}' : `${folder}0`
      const rest = `substr(folder, ${charactersIn(start) + 1})`
      const found = all(
        `select distinct substr(${rest}, 1, instr(${rest} || '/', '/') - 1) as name from versions
         where folder > ? and folder < ? order by name`,
        start,
        end,
      ) as readonly { name: string }[]
      return found.map(({ name }) => name)
    },
    pathsBelow(folder, after, most) {
      const [lastFolder, lastName] = after === undefined ? ['', ''] : placeOf(after)
      const found = rowsOf(
        `select distinct folder, name from versions where ${inTree} and (folder, name) > (?, ?)
         order by folder, name limit ?`,
        ...treeOf(folder),
        lastFolder,
        lastName,
        most,
      )
      return found.map((row) => childPath(row.folder, row.name))
    },
    sumsAfter: (sum, most) =>
      all(
        'select sum, max(size) as size from versions where sum > ? group by sum order by sum limit ?',
        sum,
        most,
      ) as ReturnType<History['sumsAfter']>,
    pathsWith: (sum) =>
      rowsOf('select distinct folder, name from versions where sum = ? order by folder, name', sum).map((row) =>
        childPath(row.folder, row.name),
      ),
    totals: () =>
      one(
        `select (select count(*) from present) as files,
         (select count(*) from versions where sum is not null) as versions,
         (select count(*) from versions where sum is null) as deletions,
         (select count(*) from (select distinct sum from versions where sum is not null)) as contents,
         (select coalesce(sum(size), 0) from (select max(size) as size from versions
           where sum is not null and sum not in (select sum from chunks) group by sum))
         + (select coalesce(sum(size), 0) from (select max(size) as size from chunks group by chunk)) as contentBytes`,
      ) as Totals,
  }
}
