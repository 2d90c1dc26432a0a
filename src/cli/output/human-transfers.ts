import type { Transfer } from '../../contract/transfer.ts'
import { amountOf, countOf, escapeControls, formatDuration, formatSize } from './format.ts'
import type { Output } from './output.ts'
import { failureText, type Printer } from './printer.ts'
import { showLocation } from './show-location.ts'

/** Prints transfers for a user. */
export function transferOutput({
  progress,
  shown,
  print,
  complain,
}: Printer): Pick<Output, 'transferProgress' | 'transferItem' | 'transferEnd'> {
  return {
    transferProgress: (transfer) => progress.show(progressText(transfer)),
    async transferItem(item, done) {
      const { state, from, failure, reason } = item
      if (state === 'failed' && failure) await complain(failureText({ location: showLocation(from), ...failure }))
      else if (state === 'skipped') {
        await progress.clear()
        await print(`skipped ${shown(showLocation(from))}${reason === undefined ? '' : `: ${reason}`}`)
      } else if (state === 'done') await print(`${done} ${shown(showLocation(from))}`)
    },
    async transferEnd(transfer, done) {
      await progress.clear()
      await print(endText(transfer, done))
    },
  }
}

function progressText({ counts, bytes, bytesPerSecond, leftMs, isCounting, current, waitsFor }: Transfer): string {
  const settled = counts.done + counts.skipped + counts.failed + counts.cancelled
  const parts = [
    isCounting ? `${settled} of ${counts.total} items so far` : `${settled} of ${countOf(counts.total, 'item')}`,
    `${formatSize(bytes.settled)} of ${formatSize(bytes.total)}`,
    ...(bytesPerSecond === undefined ? [] : [`${formatSize(bytesPerSecond)}/s`]),
    ...(leftMs === undefined ? [] : [`${formatDuration(leftMs)} left`]),
    ...(waitsFor ? [`waits for ${waitsFor.mount}`] : current ? [escapeControls(showLocation(current))] : []),
  ]
  return parts.join('  ')
}

function endText({ counts, folders, bytes, isCancelled, versions }: Transfer, verb: string): string {
  const { done, skipped, failed, cancelled } = counts
  const hasItems = done + skipped + failed + cancelled > 0
  const what = bytes.copied > 0 ? formatSize(bytes.copied) : versions ? countOf(versions, 'version') : undefined
  const amount = hasItems
    ? amountOf(done, folders.done)
    : folders.done > 0
      ? countOf(folders.done, 'empty folder')
      : undefined
  const parts = [`${amount ?? countOf(0, 'item')} ${verb}${what === undefined ? '' : ` (${what})`}`]
  if (amount === undefined && folders.existing > 0) parts.push(`${wereThere(folders.existing)} there already`)
  if (skipped > 0) parts.push(`${skipped} skipped`)
  if (failed > 0) parts.push(`${failed} failed`)
  if (isCancelled) parts.push(`${cancelled} cancelled`)
  return parts.join(', ')
}

function wereThere(folders: number): string {
  return `${countOf(folders, 'folder')} ${folders === 1 ? 'was' : 'were'}`
}
