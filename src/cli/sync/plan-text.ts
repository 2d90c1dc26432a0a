/** The sentences that the command line prints about a plan. */
import type { PlanRow, PlanTotals, SideName, SyncGuard } from '../../contract/sync/plan.ts'
import { guardSentence } from '../../core/sync/pair/guard-sentence.ts'
import { countOf, formatSize } from '../output/format.ts'

const longestWord = 'replace right'.length

/** Formats a row: `add right      notes/new.md  (12 KB)`. */
export function rowText(row: PlanRow): string {
  const { path, kind, way, left, right, move, why, failure } = row
  const name = `${path}${kind === 'folder' ? '/' : ''}`
  const given = way === 'left' ? right : left
  const size = given?.sizeBytes !== undefined && kind === 'file' ? `  (${formatSize(given.sizeBytes)})` : ''
  if (move) return `${`move ${move.on}`.padEnd(longestWord)}  ${name}  (from ${move.from})`
  const reason = why === undefined ? '' : `  (${failure?.message ?? whyKept[why]})`
  const isCopy = (way === 'left' || way === 'right') && given !== undefined
  return `${wordOf(row).padEnd(longestWord)}  ${name}${reason}${isCopy ? size : ''}`
}

function wordOf({ way, left, right }: PlanRow): string {
  if (way === 'both') return 'keep both'
  if (way === 'ask') return 'to decide'
  if (way === 'nothing') return 'leave'
  const [given, there] = way === 'right' ? [left, right] : [right, left]
  return `${given ? (there ? 'replace' : 'add') : 'delete'} ${way}`
}

const whyKept = {
  'newer-right': 'the right file is newer',
  'kind-differs': 'a file on one side, a folder on the other',
  'case-clash': 'several names would become one name on the other side',
  'bad-name': 'the other side does not allow the name',
  failed: 'it could not be compared',
  differs: 'both exist and differ',
} as const

/** Formats totals: `right: 3 added, 1 replaced (2 MB); left: 1 deleted; 2 to decide; 12 the same`. */
export function totalsText(totals: PlanTotals): string {
  const { asks, kept, both, same } = totals
  return [
    ...(['left', 'right'] as const).map((side) => sideText(side, totals)),
    both > 0 && `${both} kept twice`,
    asks > 0 && `${asks} to decide`,
    kept > 0 && `${kept} left alone`,
    `${countOf(same, 'name')} the same`,
  ]
    .filter(Boolean)
    .join('; ')
}

function sideText(side: SideName, totals: PlanTotals): string {
  const { added, changed, bytes, folders, moved, deleted } = totals[side]
  const parts = [
    added > 0 && `${added} added`,
    changed > 0 && `${changed} replaced`,
    folders > 0 && `${countOf(folders, 'folder')} made`,
    moved > 0 && `${moved} moved`,
    deleted > 0 && `${deleted} deleted`,
  ].filter(Boolean)
  return parts.length === 0 ? '' : `${side}: ${parts.join(', ')}${bytes > 0 ? ` (${formatSize(bytes)})` : ''}`
}

export function guardText(guard: SyncGuard): string {
  return `${guardSentence(guard)} Continue with --despite ${guard.kind}.`
}

/** Tells whether a user must look at the row although nothing failed. */
export function needsPerson({ way, why }: PlanRow): boolean {
  return way === 'ask' || (way === 'nothing' && why !== undefined && why !== 'newer-right')
}
