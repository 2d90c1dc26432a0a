import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { countOf, formatSize } from '../output/format.ts'
import { retentionText } from './retention-text.ts'
import type { ShelfWork } from './shelf-work.ts'

/** Shows how much a shelf keeps. */
export const status: ShelfWork = async ({ mount, history }, { output, signal }): Promise<ExitCode> => {
  const told = await history.status({ mount }, { signal })
  const { path, files, versions, deletions, contents, contentBytes, retention, notice } = told
  await output.record(told, [
    path,
    `${countOf(files, 'file')}, ${countOf(versions, 'version')}, ${countOf(deletions, 'deletion')}`,
    `${countOf(contents, 'content')}, ${formatSize(contentBytes)} in all`,
    retentionText(retention),
    ...(notice === undefined ? [] : [notice]),
  ])
  return exitCodes.done
}
