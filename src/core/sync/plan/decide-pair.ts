/** Decides what to do about one name, from both sides, the agreed state and the mode. A pure function. */
import type { Difference } from '../../../contract/sync/compare.ts'
import { assertNever } from '../../../lib/assert-never.ts'
import { isLater } from '../../operations/later.ts'
import { compareListed } from '../../transfers/decide/compare-sums.ts'
import type { ConflictWay, SideName, SyncMode, WhyKept } from '../../../contract/sync/plan.ts'
import type { Agreed, Mark } from '../actions.ts'

export interface Triple {
  readonly left?: Mark | undefined
  readonly right?: Mark | undefined
  readonly base?: Agreed | undefined
}

export type Decision =
  | { readonly do: 'nothing' | 'agree' | 'forget' | 'ask' | 'keep-both' }
  /** Copies the file or creates the folder. `swap`: the existing entry is of another kind and is deleted first. */
  | { readonly do: 'put'; readonly to: SideName; readonly swap: boolean }
  | { readonly do: 'hand-over'; readonly isRenamed: boolean }
  | { readonly do: 'delete'; readonly on: SideName }
  | { readonly do: 'keep'; readonly why: WhyKept }

export interface DecideOptions {
  readonly mode: SyncMode
  readonly onConflict: ConflictWay
  readonly precisionMs: Readonly<Record<SideName, number>>
}

const nothing = { do: 'nothing' } as const

/** Tells whether the decision may depend on the difference, which may require reading files. */
export function needsDifference({ left, right, base }: Triple, options: DecideOptions): boolean {
  if (!left || !right) return false
  if (options.mode !== 'two-way' || !base) return true
  return isChanged(left, base.left, options.precisionMs.left) && isChanged(right, base.right, options.precisionMs.right)
}

/** `difference` compares the two sides; undefined if it is not needed. */
export function decidePair(triple: Triple, difference: Difference | undefined, options: DecideOptions): Decision {
  if (difference === 'failed' || difference === 'case-clash' || difference === 'bad-name') {
    return { do: 'keep', why: difference }
  }
  const { left, right, base } = triple
  if (!left && !right) return base ? { do: 'forget' } : nothing
  return options.mode === 'two-way' ? twoWay(triple, difference, options) : oneWay(triple, difference, options)
}

function twoWay({ left, right, base }: Triple, difference: Difference | undefined, options: DecideOptions): Decision {
  if (!base) {
    if (!right) return put('right')
    if (!left) return put('left')
    return difference === 'same' ? { do: 'agree' } : conflict(left, right, options)
  }
  const isEditedLeft = left && isChanged(left, base.left, options.precisionMs.left)
  const isEditedRight = right && isChanged(right, base.right, options.precisionMs.right)
  // An edit wins over a deletion, under every policy.
  if (!left) return isEditedRight ? put('left') : { do: 'delete', on: 'right' }
  if (!right) return isEditedLeft ? put('right') : { do: 'delete', on: 'left' }
  if (isEditedLeft && isEditedRight) return difference === 'same' ? { do: 'agree' } : conflict(left, right, options)
  if (isEditedLeft) return put('right', left.kind !== right.kind)
  if (isEditedRight) return put('left', left.kind !== right.kind)
  return nothing
}

function conflict(left: Mark, right: Mark, { onConflict, precisionMs }: DecideOptions): Decision {
  if (left.kind === 'folder' && right.kind === 'folder') return { do: 'agree' }
  if (onConflict === 'ask') return { do: 'ask' }
  // A folder is never replaced by a file, because its contents were not part of the decision.
  if (left.kind !== right.kind) return { do: 'keep-both' }
  if (onConflict === 'left') return put('right')
  if (onConflict === 'right') return put('left')
  const newer = newerOf(left, right, Math.max(precisionMs.left, precisionMs.right))
  if (onConflict === 'keep-both' || newer === undefined) return { do: 'keep-both' }
  const isLeft = (newer === 'left') === (onConflict === 'newer')
  return put(isLeft ? 'right' : 'left')
}

function newerOf(left: Mark, right: Mark, precisionMs: number): SideName | undefined {
  if (left.modifiedMs === undefined || right.modifiedMs === undefined) return undefined
  if (isLater(left.modifiedMs, right.modifiedMs, precisionMs)) return 'left'
  return isLater(right.modifiedMs, left.modifiedMs, precisionMs) ? 'right' : undefined
}

function oneWay({ left, right }: Triple, difference: Difference | undefined, options: DecideOptions): Decision {
  const { mode, onConflict } = options
  if (!left) return mode === 'mirror' ? { do: 'delete', on: 'right' } : nothing
  const isFolder = left.kind === 'folder'
  if (!right) return mode === 'move-into' && !isFolder ? { do: 'hand-over', isRenamed: false } : put('right')
  if (difference === 'same') return nothing
  const isOtherKind = left.kind !== right.kind
  switch (mode) {
    case 'mirror':
      return put('right', isOtherKind)
    case 'update':
      if (isOtherKind) return { do: 'keep', why: 'kind-differs' }
      return difference === 'newer-right' ? { do: 'keep', why: 'newer-right' } : put('right')
    case 'contribute':
      return isOtherKind ? { do: 'keep', why: 'kind-differs' } : nothing
    case 'move-into':
      if (isOtherKind) return { do: 'keep', why: 'kind-differs' }
      return moveOnto(difference, onConflict)
    case 'two-way':
      return nothing
    default:
      return assertNever(mode)
  }
}

function moveOnto(difference: Difference | undefined, onConflict: ConflictWay): Decision {
  if (onConflict === 'keep-both') return { do: 'hand-over', isRenamed: true }
  if (onConflict === 'ask') return { do: 'ask' }
  const wanted = { newer: 'newer-left', older: 'newer-right', left: difference, right: undefined }[onConflict]
  return wanted !== undefined && wanted === difference
    ? { do: 'hand-over', isRenamed: false }
    : { do: 'keep', why: 'differs' }
}

function put(to: SideName, swap = false): Decision {
  return { do: 'put', to, swap }
}

/**
 * Tells whether a side is in another state than before. If this is uncertain, it counts as changed, so nothing is lost.
 */
export function isChanged(now: Mark, then: Mark, precisionMs: number): boolean {
  if (now.kind !== then.kind) return true
  if (now.kind === 'folder') return false
  if (now.kind === 'link') return now.target !== then.target
  if (now.sizeBytes !== then.sizeBytes) return true
  const sums = compareListed(now.sums ?? {}, then.sums ?? {})
  if (sums) return sums.kind !== 'same'
  if (now.modifiedMs === undefined || then.modifiedMs === undefined) return true
  return isLater(now.modifiedMs, then.modifiedMs, precisionMs) || isLater(then.modifiedMs, now.modifiedMs, precisionMs)
}
