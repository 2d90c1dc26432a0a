/** The result of a transfer in numbers. Files and whole items are counted together; folders are counted separately. */
import type { Transfer } from '../../../contract/transfer.ts'
import { text } from '../../strings/text.ts'

/** Formats amounts: `12 items and 3 folders`. If one number is zero, only the other one is shown. */
export function amountText(items: number, folders: number): string {
  if (folders === 0) return text('amount.items', { count: items })
  const ofFolders = text('amount.folders', { count: folders })
  if (items === 0) return ofFolders
  return text('amount.both', { items: text('amount.items', { count: items }), folders: ofFolders })
}

type Counted = Pick<Transfer, 'isCancelled'> & {
  readonly counts: Pick<Transfer['counts'], 'done' | 'skipped' | 'failed'>
  readonly folders?: Transfer['folders']
}

/** Tells whether only folders were copied, with no file in them. */
function hasOnlyFolders({ counts, isCancelled }: Counted): boolean {
  return !isCancelled && counts.done + counts.skipped + counts.failed === 0
}

function doneText(transfer: Counted): string {
  const { counts, folders } = transfer
  const made = folders?.done ?? 0
  return made > 0 && hasOnlyFolders(transfer)
    ? text('amount.empty-folders', { count: made })
    : amountText(counts.done, made)
}

/** Returns `2 folders already existed` if there is nothing else to report. */
function existingText(transfer: Counted): string | undefined {
  const { done = 0, existing = 0 } = transfer.folders ?? {}
  const isAll = existing > 0 && done === 0 && hasOnlyFolders(transfer)
  return isAll ? text('amount.existing', { count: existing }) : undefined
}

/** Formats the counts: `12,405 done · 2 skipped · 1 failed`, or `60 items and 2 folders done`. */
export function countsText(transfer: Transfer): string {
  const { counts, folders } = transfer
  const parts = [
    folders.done > 0
      ? text('transfers.done-with-folders', { what: doneText(transfer) })
      : text('transfers.done', { count: counts.done }),
    existingText(transfer),
    counts.skipped > 0 && text('transfers.skipped', { count: counts.skipped }),
    counts.failed > 0 && text('transfers.failed', { count: counts.failed }),
    counts.cancelled > 0 && text('transfers.cancelled-items', { count: counts.cancelled }),
  ]
  return parts.filter(Boolean).join(' · ')
}

const nothing = {
  copy: 'ended.nothing',
  move: 'ended.nothing-moved',
  rename: 'ended.nothing-renamed',
  compress: 'ended.nothing-packed',
  sync: 'ended.nothing-synced',
  undo: 'ended.nothing-undone',
} as const
const whatWasDone = {
  copy: 'ended.copied',
  move: 'ended.moved',
  rename: 'ended.renamed',
  compress: 'ended.packed',
  sync: 'ended.synced',
  undo: 'ended.undone',
} as const

/**
 * Returns the result of a transfer for the status line of the window: `12 items and 3 folders copied, 2 identical and
 * skipped.`
 */
export function endText(transfer: Pick<Transfer, 'verb' | 'skips' | 'to'> & Counted): string {
  const { counts, folders, skips, isCancelled, to } = transfer
  const verb = transfer.verb === 'delete' ? 'copy' : transfer.verb
  const isUndo = verb === 'undo'
  const hasDone = counts.done + (folders?.done ?? 0) > 0
  const isRestored = isUndo && to !== undefined
  const done = hasDone && text(isRestored ? 'ended.restored' : whatWasDone[verb], { what: doneText(transfer) })
  const identical = skips?.hash ?? 0
  const others = counts.skipped - identical
  const parts = [
    done || text(nothing[verb]),
    existingText(transfer),
    identical > 0 && text('ended.identical', { count: identical }),
    others > 0 && text('ended.skipped', { count: others }),
    counts.failed > 0 && text('ended.failed', { count: counts.failed }),
  ].filter(Boolean)
  const said = `${parts.join(', ')}.`
  if (isCancelled) return `${text('ended.cancelled')}: ${said}`
  if (isRestored && done) return `${text('ended.is-undone')}: ${said}`
  return said.charAt(0).toUpperCase() + said.slice(1)
}
