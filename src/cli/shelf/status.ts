import { readRetention } from '../../core/backends/shelf/retention/policy.ts'
import type { ExitCode } from '../exit-codes.ts'
import { exitCodes } from '../exit-codes.ts'
import { countOf, formatSize } from '../output/format.ts'
import { retentionText } from './retention-text.ts'
import type { ShelfWork } from './shelf-work.ts'

/** How much a shelf keeps. */
export const status: ShelfWork = async ({ shelf }, { output }): Promise<ExitCode> => {
  const { root, history } = shelf
  const totals = history.totals()
  const { files, versions, deletions, contents, contentBytes } = totals
  const { notice } = history
  const retention = readRetention(history)
  await output.record({ path: root, ...totals, retention, ...(notice !== undefined && { notice }) }, [
    root,
    `${countOf(files, 'file')}, ${countOf(versions, 'version')}, ${countOf(deletions, 'deletion')}`,
    `${countOf(contents, 'content')}, ${formatSize(contentBytes)} in all`,
    retentionText(retention),
    ...(notice === undefined ? [] : [notice]),
  ])
  return exitCodes.done
}
