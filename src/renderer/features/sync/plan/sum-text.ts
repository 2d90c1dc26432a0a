import type { SyncSettings } from '../../../../contract/sync/plan.ts'
import { text } from '../../../strings/text.ts'
import { formatCount, formatSize } from '../../../ui/format/size.ts'
import type { Changes } from '../rows/changes.ts'

/** Summarises changes: `3 to the right (5.3 MB), 1 to the left (9 MB), 1 to delete, 1 for you to decide.` */
export function sumText({ left, right, renames, both, asks }: Changes): string {
  const counted = (key: 'renames' | 'both' | 'deletes' | 'asks', count: number) =>
    count > 0 ? [text(`sync.sum.${key}`, { n: formatCount(count) })] : []
  const copied = (side: 'left' | 'right', { copies, bytes }: Changes['left']) =>
    copies > 0 ? [text(`sync.sum.to-${side}`, { n: formatCount(copies), size: formatSize(bytes) })] : []
  const parts = [
    ...copied('right', right),
    ...copied('left', left),
    ...counted('renames', renames),
    ...counted('both', both),
    ...counted('deletes', left.deletes + right.deletes),
    ...counted('asks', asks),
  ]
  return parts.length > 0 ? text('sync.sum.all', { parts: parts.join(', ') }) : text('sync.sum.nothing')
}

/** Returns the settings with both sides swapped. */
export function swapped(settings: SyncSettings): SyncSettings {
  const { onConflict } = settings
  const other = onConflict === 'left' ? 'right' : onConflict === 'right' ? 'left' : onConflict
  return { ...settings, left: settings.right, right: settings.left, onConflict: other }
}
