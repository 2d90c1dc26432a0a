import type { Preview } from '../../contract/api/transfers.ts'
import type { CopyTransferRequest } from '../../contract/transfer.ts'
import type { CommandContext } from '../command.ts'
import type { Session } from '../compose.ts'
import { amountOf, countOf, formatSize } from '../output/format.ts'

/** Prints what would be done once it is known completely. */
export async function tellPreview(
  request: CopyTransferRequest,
  { client }: Session,
  { output, signal }: CommandContext,
): Promise<void> {
  let last: Preview | undefined
  for await (const preview of client.transfers.preview(request, { signal })) last = preview
  if (!last) return
  const { copied, newFolders, skipped, replaced, conflicts, unknown, failures } = last
  const verb = request.verb === 'move' ? 'moved' : 'copied'
  await output.record({ kind: 'preview', ...last }, [
    `${amountOf(copied.files, newFolders)} would be ${verb} (${formatSize(copied.bytes)})`,
    ...(replaced > 0 ? [`${replaced} of them would replace existing files`] : []),
    ...skipped.map(({ reason, files }) => `${countOf(files, 'file')} would be skipped: ${reason}`),
    ...(conflicts > 0 ? [`${countOf(conflicts, 'file')} would fail, because a file with this name exists`] : []),
    ...(unknown > 0 ? [`${countOf(unknown, 'file')} would have to be read to compare them`] : []),
  ])
  for (const failure of failures) await output.failure(failure)
}
