/** The possible actions for one name, and the action that the user chose. */
import type { PlanRow, PlanWay } from '../../../../contract/sync/plan.ts'

/** The planned action, or the one that the user chose. */
export type Way = PlanRow['way']

/** The rows for which the user chose another action, by row number. */
export type Turned = ReadonlyMap<number, PlanWay>

/**
 * The request of a key or a click. `delete` removes an entry that only one side has. `next` selects the next possible
 * action.
 */
export type Wish = PlanWay | 'delete' | 'next'

export function wayOf(row: PlanRow, turned: Turned): Way {
  return turned.get(row.number) ?? row.way
}

/**
 * Returns all actions that a row can have; `sync.start` accepts no others. If the state of a side is unknown, or a side
 * cannot store the name, both sides stay unchanged. A file never replaces a folder unless the plan contains that,
 * because the user was not asked about the content of the folder.
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

/** Returns the action that results from a request; undefined if it is not possible. */
export function wishedWay(row: PlanRow, now: Way, wish: Wish): PlanWay | undefined {
  const ways = possibleWays(row)
  if (wish === 'next') return ways[(ways.findIndex((way) => way === now) + 1) % ways.length]
  if (wish !== 'delete') return ways.includes(wish) ? wish : undefined
  if (row.move || (row.left && row.right)) return undefined
  const emptying = row.left ? 'left' : 'right'
  return ways.includes(emptying) ? emptying : undefined
}

/** Applies a request to all rows for which it is possible. A row with its planned action again counts as unchanged. */
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

/** Returns the rows together with the rows inside the folders among them. */
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

/** Carries the user's choices over to a new plan of the same places, by path, if they are possible there. */
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
