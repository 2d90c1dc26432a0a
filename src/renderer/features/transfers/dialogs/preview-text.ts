import type { Preview } from '../../../../contract/api/transfers.ts'
import type { ConflictChoice } from '../../../../contract/transfer.ts'
import { text } from '../../../strings/text.ts'
import { amountText } from '../counts-text.ts'
import { formatSize } from '../../../ui/format/size.ts'

/** Describes what a copy will do: `2 items and 1 folder will be copied (824 MB), 1 is identical.` */
export function previewSentences(
  preview: Preview | undefined,
  { onConflict, isMove }: { readonly onConflict: ConflictChoice; readonly isMove: boolean },
): readonly string[] {
  if (!preview) return [text('preview.counting')]
  if (preview.isCounting) {
    if (preview.files === 0) return [text('preview.counting')]
    return [text('preview.counting-so-far', { count: preview.files, size: formatSize(preview.bytes) })]
  }
  const { folders, skipped, replaced, conflicts, unknown, failures } = preview
  if (preview.files + folders + skipped.length + failures.length === 0) return [text('preview.none-of-it')]
  const [failure] = failures
  const isAllThere = preview.files + preview.newFolders + failures.length === 0 && folders > 0
  return [
    [whatText(preview, isMove), isAllThere && text('amount.existing', { count: folders }), ...skipped.map(skipText)]
      .filter(Boolean)
      .join(', ')
      .concat('.'),
    replaced > 0 && text('preview.replaced', { count: replaced }),
    conflicts > 0 && text(onConflict === 'fail' ? 'preview.fails' : 'preview.asked', { count: conflicts }),
    unknown > 0 && text('preview.unknown', { count: unknown }),
    failure && text('preview.failures', { count: failures.length, reason: failure.message }),
  ].filter((sentence) => typeof sentence === 'string')
}

function whatText({ files, copied, newFolders }: Preview, isMove: boolean): string {
  if (copied.files + newFolders === 0) return text(isMove ? 'preview.nothing-moved' : 'preview.nothing')
  const isEmpty = files === 0
  const what = isEmpty ? text('amount.empty-folders', { count: newFolders }) : amountText(copied.files, newFolders)
  if (copied.bytes === 0) return text(isMove ? 'preview.moved' : 'preview.copied', { what })
  const size = formatSize(copied.bytes)
  return text(isMove ? 'preview.moved-bytes' : 'preview.copied-bytes', { what, size })
}

function skipText({ why, reason, files }: Preview['skipped'][number]): string {
  return text(why === 'hash' ? 'preview.skipped.identical' : 'preview.skipped.because', {
    count: files,
    reason: reason.charAt(0).toLowerCase() + reason.slice(1).replace(/\.$/, ''),
  })
}

const submits = {
  copy: { items: 'copy.submit', none: 'copy.submit-none', folders: 'copy.submit-folders' },
  move: { items: 'copy.submit-move', none: 'copy.submit-move-none', folders: 'copy.submit-move-folders' },
  restore: { items: 'past.submit', none: 'past.submit-none', folders: 'past.submit' },
} as const

/**
 * Returns the label of the submit button. It contains the number of items to copy when that is known, or else the
 * number of chosen ones.
 */
export function submitText(preview: Preview | undefined, chosen: number, deed: keyof typeof submits): string {
  const { items, none, folders } = submits[deed]
  if (!preview || preview.isCounting) return text(items, { count: chosen })
  const count = preview.copied.files + preview.conflicts
  if (count > 0) return text(items, { count })
  const { newFolders } = preview
  return newFolders === 0 ? text(none) : text(folders, { count: newFolders })
}
