/** Records many states with one statement; one statement for each would take many times as long. */
import type { Statements } from '../../../files/statements.ts'
import { addChunks } from './chunks.ts'
import type { History } from './history.ts'
import { type HistoryRow, placeOf, versionId } from './rows.ts'

const lastMade =
  'select made + 1 from versions v where v.folder = value ->> 0 and v.name = value ->> 1 order by seq desc limit 1'

/** Each file keeps its stored properties. */
const properties =
  'select v.properties from present p join versions v on v.seq = p.seq where p.folder = value ->> 0 and p.name = value ->> 1'

export function manyOf(statements: Statements): Pick<History, 'noteMany' | 'claim'> {
  const { run, one, all, atOnce } = statements
  return {
    claim: (seq) => void run("update versions set author = null where seq = ? and author = 'outside'", seq),
    noteMany: (states) =>
      atOnce(() => {
        const last = one("select seq from sqlite_sequence where name = 'versions'") as { seq: number } | undefined
        const first = (last?.seq ?? 0) + 1
        for (const { sum, chunks } of states) if (chunks) addChunks(statements, sum, chunks)
        const rows = JSON.stringify(
          states.map(({ place, sum, sizeBytes, modifiedMs, mode, madeMs, author, identity }) => {
            return [...placeOf(place), sum, sizeBytes, modifiedMs, mode, madeMs, author, identity]
          }),
        )
        run(
          `insert into versions (seq, folder, name, sum, size, modified, mode, made, author, properties)
           select ? + key, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5,
           max(value ->> 6, coalesce((${lastMade}), 0)), value ->> 7, (${properties}) from json_each(?)`,
          first,
          rows,
        )
        run(
          `insert or replace into present (folder, name, seq, identity)
           select value ->> 0, value ->> 1, ? + key, value ->> 8 from json_each(?)`,
          first,
          rows,
        )
        const noted = all('select seq, made from versions where seq >= ? order by seq', first) as readonly HistoryRow[]
        return noted.map(versionId)
      }),
  }
}
