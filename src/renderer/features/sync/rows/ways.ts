/** What can be done about one name, and what a person turned it to. */
import type { PlanRow, PlanWay } from '../../../../contract/sync/plan.ts'

/** What is planned, or what was turned to. */
export type Way = PlanRow['way']

/** Rows that a person turned, by their numbers. */
export type Turned = ReadonlyMap<number, PlanWay>

/** What a key or a click asks for. `delete`: what only one side has goes. `next`: the next of what is possible. */
export type Wish = PlanWay | 'delete' | 'next'

export function wayOf(row: PlanRow, turned: Turned): Way {
  return turned.get(row.number) ?? row.way
}

/**
 * All that a row can be turned to; `sync.start` takes nothing else. Where nothing is known of a side, or where it can't hold the name, both
 * stay as they are. A folder never goes for a file, unless the plan says so: what is in it was not asked about.
 */
export function possibleWays(row: PlanRow): readonly PlanWay[] {
  const { left, right, way } = row
  if (row.move) return withPlanned(way, ['nothing'])
  if (row.failure || row.why === 'failed' || row.why === 'bad-name' || row.why === 'case-clash') return ['nothing']
  if (!left || !right) return ['right', 'left', 'nothing']
  if ((left.kind === 'folder') !== (right.kind === 'folder')) return withPlanned(way, ['both', 'nothing'])
  if (left.kind === 'folder') return withPlanned(way, ['nothing'])
  return ['right', 'left', 'both', 'nothing']
}

function withPlanned(way: Way, others: readonly PlanWay[]): readonly PlanWay[] {
  return way === 'ask' || others.includes(way) ? others : [way, ...others]
}

/** What a wish comes to for a row; undefined where it is not possible. */
export function wishedWay(row: PlanRow, now: Way, wish: Wish): PlanWay | undefined {
  const ways = possibleWays(row)
  if (wish === 'next') return ways[(ways.findIndex((way) => way === now) + 1) % ways.length]
  if (wish !== 'delete') return ways.includes(wish) ? wish : undefined
  if (row.move || (row.left && row.right)) return undefined
  const emptying = row.left ? 'left' : 'right'
  return ways.includes(emptying) ? emptying : undefined
}

/** The rows turned, as far as that is possible for each. A row that is turned to what was planned is as it was. */
export function turnRows(turned: Turned, rows: readonly PlanRow[], wish: Wish): Turned {
  const next = new Map(turned)
  for (const row of rows) {
    const way = wishedWay(row, wayOf(row, next), wish)
    if (way === undefined) continue
    if (way === row.way) next.delete(row.number)
    else next.set(row.number, way)
  }
  return next
}

export function putBackRows(turned: Turned, rows: readonly PlanRow[]): Turned {
  const next = new Map(turned)
  for (const { number } of rows) next.delete(number)
  return next
}

/** Rows, and what is in the folders among them. */
export function withContents(all: readonly PlanRow[], chosen: readonly PlanRow[]): readonly PlanRow[] {
  const folders = chosen.filter(({ kind }) => kind === 'folder').map(({ path }) => path)
  if (folders.length === 0) return chosen
  const numbers = new Set(chosen.map(({ number }) => number))
  const tops = new Set(folders)
  return all.filter((row) => numbers.has(row.number) || isBelow(row.path, tops))
}

function isBelow(path: string, tops: ReadonlySet<string>): boolean {
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
    if (tops.has(path.slice(0, slash))) return true
  }
  return false
}

/** What was turned in one plan, in the next one of the same places: by path, where it is possible there. */
export function carryTurned(before: readonly PlanRow[], turned: Turned, rows: readonly PlanRow[]): Turned {
  if (turned.size === 0) return turned
  const byPath = new Map<string, PlanWay>()
  for (const row of before) {
    const way = turned.get(row.number)
    if (way !== undefined) byPath.set(row.path, way)
  }
  const carried = new Map<number, PlanWay>()
  for (const row of rows) {
    const way = byPath.get(row.path)
    if (way !== undefined && way !== row.way && possibleWays(row).includes(way)) carried.set(row.number, way)
  }
  return carried
}
