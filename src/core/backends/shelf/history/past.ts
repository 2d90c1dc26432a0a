/** Queries the states of many paths at a moment, together with their present states. */
import { baseName, parentPath } from '../../../../contract/location.ts'
import type { Statements } from '../../../files/statements.ts'
import type { History } from './history.ts'
import type { HistoryRow, PathThen, StateRow } from './rows.ts'

type Past = Pick<History, 'pathsAt' | 'namesIn' | 'stateAt' | 'madeBelow' | 'folderAfter'>

/** Joins each path with its newest row up to the moment, and with its present row. A deletion has no checksum. */
const thenAndNow = `
  left join versions t on t.seq =
    (select seq from versions where folder = n.folder and name = n.name and made <= ? order by seq desc limit 1)
  left join present p on p.folder = n.folder and p.name = n.name
  left join versions c on c.seq = p.seq`
const columns = [
  'n.folder as f, n.name as n',
  // as integers: JSON has fewer digits than the index, and the time is part of a version's id
  't.seq as ts, t.sum as tu, t.size as tz, t.modified as tm, cast(t.made as integer) as ta',
  'c.seq as cs, c.sum as cu, c.size as cz, c.modified as cm, cast(c.made as integer) as ca, p.identity as ci',
].join(', ')
const short = 'f, n, ts, tu, tz, tm, ta, cs, cu, cz, cm, ca, ci'

export function pastOf({ rows, one }: Statements): Past {
  return {
    pathsAt({ folder, isDeep, after }, atMs, most) {
      const first = folder === '' ? '' : `${folder}/`
      const end = folder === '' ? lastOfAll : `${folder}0`
      const [lastFolder, lastName] = after === undefined ? [first, ''] : [parentPath(after), baseName(after)]
      const where = isDeep ? '(folder, name) > (?, ?) and folder < ?' : 'folder = ? and name > ?'
      const values = isDeep ? [lastFolder, lastName, end] : [folder, lastName]
      const paths = `(select distinct folder, name from versions where ${where} order by folder, name limit ?) n`
      const from = `from (select ${columns} from ${paths} ${thenAndNow})`
      return (rows(short, from, ...values, most, atMs) as readonly PackedRow[]).map(unpacked)
    },
    namesIn: (folder) =>
      new Set(
        (rows('name', 'from (select distinct name from versions where folder = ?)', folder) as readonly [string][]).map(
          ([name]) => name,
        ),
      ),
    stateAt: (path, atMs) =>
      one(
        'select * from versions where folder = ? and name = ? and made <= ? order by seq desc limit 1',
        parentPath(path),
        baseName(path),
        atMs,
      ) as HistoryRow | undefined,
    madeBelow(folder, most) {
      const [first, end] = folder === '' ? ['', lastOfAll] : [`${folder}/`, `${folder}0`]
      // in the order of the sequence number: with an index of paths, all rows would be read and sorted
      const where = '(+folder = ? or (+folder >= ? and +folder < ?))'
      const newest = `from (select made from versions where ${where} order by seq desc limit ?)`
      const found = rows('made', newest, folder, first, end, most * statesAMoment) as readonly [number][]
      const made = new Set(found.map(([each]) => Math.ceil(each)))
      return [...made].toSorted((a, b) => b - a).slice(0, most)
    },
    folderAfter(after, before) {
      const found = one(
        'select folder from versions where folder > ? and folder < ? order by folder limit 1',
        after,
        before,
      )
      return (found as { folder: string } | undefined)?.folder
    },
  }
}

/** Many files are often written at one moment. */
const statesAMoment = 20

/** Sorts after every path. */
export const lastOfAll = '\u{10ffff}'

type PackedState = [seq: number | null, sum: string | null, size: number, modified: number, made: number]
type PackedRow = [folder: string, name: string, ...PackedState, ...PackedState, identity: string | null]

function unpacked([folder, name, ...rest]: PackedRow): PathThen {
  const before = stateOf(rest.slice(0, 5) as PackedState)
  const now = stateOf(rest.slice(5, 10) as PackedState)
  return { folder, name, ...(before && { before }), ...(now && { now: { ...now, identity: rest[10] ?? '' } }) }
}

function stateOf([seq, sum, size, modified, made]: PackedState): StateRow | undefined {
  return seq === null || sum === null ? undefined : { seq, sum, size, modified, made }
}
