import type { Preview } from '../../../contract/api/transfers.ts'
import type { ConflictChoice } from '../../../contract/transfer.ts'
import { text } from '../../strings/text.ts'
import { formatSize } from '../../ui/format/size.ts'

/** What a copy will do, in sentences: `2 will be copied (824 MB), 1 is identical.` */
export function previewSentences(
  preview: Preview | undefined,
  { onConflict, isMove }: { readonly onConflict: ConflictChoice; readonly isMove: boolean },
): readonly string[] {
  if (!preview) return [text('preview.counting')]
  if (preview.isCounting) {
    if (preview.files === 0) return [text('preview.counting')]
    return [text('preview.counting-so-far', { count: preview.files, size: formatSize(preview.bytes) })]
  }
  if (preview.files === 0 && preview.folders === 0 && preview.failures.length === 0) {
    return [text('preview.none-of-it')]
  }
  const { copied, skipped, replaced, conflicts, unknown, failures } = preview
  const what =
    copied.files > 0
      ? text(isMove ? 'preview.moved' : 'preview.copied', { count: copied.files, size: formatSize(copied.bytes) })
      : text('preview.nothing')
  const [failure] = failures
  return [
    `${[what, ...skipped.map(skipText)].join(', ')}.`,
    replaced > 0 && text('preview.replaced', { count: replaced }),
    conflicts > 0 && text(onConflict === 'fail' ? 'preview.fails' : 'preview.asked', { count: conflicts }),
    unknown > 0 && text('preview.unknown', { count: unknown }),
    failure && text('preview.failures', { count: failures.length, reason: failure.message }),
  ].filter((sentence) => typeof sentence === 'string')
}

function skipText({ why, reason, files }: Preview['skipped'][number]): string {
  return text(why === 'hash' ? 'preview.skipped.identical' : 'preview.skipped.because', {
    count: files,
    reason: reason.charAt(0).toLowerCase() + reason.slice(1).replace(/\.$/, ''),
  })
}

/** What the button promises: as many as will be copied once that is known, else as many as were chosen. */
export function submitText(preview: Preview | undefined, chosen: number, isMove: boolean): string {
  const known = preview && !preview.isCounting ? preview.copied.files + preview.conflicts : undefined
  if (known === 0) return text(isMove ? 'copy.submit-move-none' : 'copy.submit-none')
  return text(isMove ? 'copy.submit-move' : 'copy.submit', { count: known ?? chosen })
}
