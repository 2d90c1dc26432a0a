import { type Said, said } from '../../../contract/sentences/said.ts'
import type { CompareBy, Difference } from '../../../contract/sync/compare.ts'
import type { Entry } from '../../../contract/entry.ts'
import { type Failure, failureOf, StorageError } from '../../../contract/failure.ts'
import { childPath } from '../../../contract/location.ts'
import { createBudget } from '../../../lib/flow/budget.ts'
import { known } from '../../../lib/known.ts'
import type { Waits } from '../../backends/backend.ts'
import type { OpenedLocation } from '../../operations/opened-location.ts'
import { compareSums } from '../../transfers/decide/compare-sums.ts'
import { parseRule } from '../../transfers/decide/rule.ts'
import { createLocalSums } from '../../transfers/journal/local-sums.ts'
import { compareListedFiles, differing } from './compare-files.ts'
import { compareTimes, timeRulesOf } from './compare-times.ts'
import type { Joined } from './join-folder.ts'
import type { PackedFolder } from './packed-folder.ts'
import type { Visit } from './walk-pair.ts'

export type Judged = Difference | { readonly difference: 'failed'; readonly failure: Failure }
type Place = Pick<Visit<unknown>, 'path' | 'left' | 'right' | 'folders'>

/** Tells how the two sides of one name differ. */
export interface PairJudge {
  /** Answers synchronously unless bytes or checksums must be requested. */
  judge(joined: Joined, place: Place): Judged | Promise<Judged>
  close(): void
}

export interface JudgeOptions extends Waits {
  readonly by: CompareBy
  readonly rule?: string
  readonly mayDownload?: boolean
}

/** The number of pairs whose checksums are compared in parallel. */
const sideBySide = 6

export function createPairJudge(left: OpenedLocation, right: OpenedLocation, options: JudgeOptions): PairJudge {
  const rules = timeRulesOf(left.backend.capabilities, right.backend.capabilities)
  const rule = options.by === 'rule' ? parseRule(options.rule ?? '') : undefined
  const localSums = createLocalSums(undefined)
  const slots = createBudget(sideBySide)
  const at = (top: OpenedLocation, below: string, name: string): OpenedLocation => ({
    ...top,
    path: [top.path, below, name].filter(Boolean).join('/'),
  })

  function judgeFiles(leftRow: number, rightRow: number, place: Place): Judged | Promise<Judged> {
    const { left: ours, right: theirs } = place.folders
    const times = [ours.modifiedOf(leftRow), theirs.modifiedOf(rightRow)] as const
    const sizes = [ours.sizeOf(leftRow), theirs.sizeOf(rightRow)] as const
    if (options.by === 'size-and-time') {
      const sums = sumsOf(ours, leftRow, theirs, rightRow)
      return compareListedFiles({ sizes, times, ...(sums && { sums }) }, rules)
    }
    const newer = compareTimes(times[0], times[1], rules)
    if (rule) return holds(ours.entryOf(leftRow), theirs.entryOf(rightRow), place) ? 'same' : differing(newer)
    if (sizes[0] !== sizes[1] && !sizes.some(Number.isNaN)) return differing(newer)
    return bySums(ours.entryOf(leftRow), theirs.entryOf(rightRow), place, newer)
  }

  function holds(ours: Entry, theirs: Entry, place: Place): boolean {
    const side = (entry: Entry) => ({ ...entry, path: childPath(place.path, entry.name) })
    return rule?.(side(ours), side(theirs)) ?? false
  }

  async function bySums(
    ours: Entry,
    theirs: Entry,
    place: Place,
    newer: ReturnType<typeof compareTimes>,
  ): Promise<Judged> {
    const giveBack = await slots.take(1, options.signal)
    try {
      const side = (top: OpenedLocation, below: string, { name, sizeBytes, modifiedMs, sums }: Entry) => ({
        location: at(top, below, name),
        ...known({ sizeBytes, modifiedMs, sums }),
      })
      const compared = await compareSums(side(left, place.left, ours), side(right, place.right, theirs), {
        localSums,
        mayDownload: options.mayDownload ?? false,
        signal: options.signal,
      })
      if (compared.kind === 'unknown') return failed('unsupported', compared.why)
      return compared.kind === 'same' ? 'same' : differing(newer)
    } catch (error) {
      if (!(error instanceof StorageError) || options.signal.aborted) throw error
      return { difference: 'failed', failure: failureOf(error) }
    } finally {
      giveBack()
    }
  }

  function judgeAlone(side: 'left' | 'right', row: number, place: Place): Judged {
    const folder = place.folders[side]
    const { limits } = (side === 'left' ? right : left).backend.capabilities
    const longest = limits.nameBytes?.value
    if (longest !== undefined && Buffer.byteLength(folder.names.nameOf(row)) > longest) return 'bad-name'
    return side === 'left' ? 'left-only' : 'right-only'
  }

  return {
    judge(joined, place) {
      const problem = unreadable(joined, place)
      if (problem) return problem
      if (joined.isClash) return 'case-clash'
      const { left: leftRow, right: rightRow } = joined
      if (leftRow === undefined) return judgeAlone('right', rightRow ?? 0, place)
      if (rightRow === undefined) return judgeAlone('left', leftRow, place)
      const [ours, theirs] = [place.folders.left, place.folders.right]
      const kind = ours.kindOf(leftRow)
      if (kind !== theirs.kindOf(rightRow)) return 'kind-differs'
      if (kind === 'folder') return 'same'
      if (kind === 'file') return judgeFiles(leftRow, rightRow, place)
      return ours.entryOf(leftRow).link?.target === theirs.entryOf(rightRow).link?.target ? 'same' : 'differ'
    },
    close: () => localSums.close(),
  }
}

/** Returns the failure of a special file or an unreadable entry, about which nothing else is known. */
function unreadable(joined: Joined, { folders }: Place): Judged | undefined {
  for (const side of ['left', 'right'] as const) {
    const row = joined[side]
    if (row === undefined) continue
    if (folders[side].kindOf(row) === 'special') return failed('unsupported', said('sync.special-file'))
    const denied = folders[side].hasMore(row) ? folders[side].entryOf(row).failure : undefined
    // An unreadable folder is reported when it is visited.
    if (denied !== undefined && folders[side].kindOf(row) !== 'folder')
      return failed(denied, said('sync.unreadable', { side }))
  }
  return undefined
}

function failed(kind: Failure['kind'], why: Said): Judged {
  return { difference: 'failed', failure: { kind, ...why, operation: 'sync.compare', retry: 'never' } }
}

function sumsOf(ours: PackedFolder, leftRow: number, theirs: PackedFolder, rightRow: number) {
  if (!ours.hasMore(leftRow) || !theirs.hasMore(rightRow)) return undefined
  const [left, right] = [ours.entryOf(leftRow).sums, theirs.entryOf(rightRow).sums]
  return left && right ? ([left, right] as const) : undefined
}
