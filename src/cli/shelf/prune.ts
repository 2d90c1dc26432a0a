import { hasRules, type FilePrune } from '../../contract/history.ts'
import { isAgreed } from '../ask/is-agreed.ts'
import type { CommandContext } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { countOf, formatSize } from '../output/format.ts'
import { UsageError } from '../usage-error.ts'
import type { ShelfAt, ShelfWork } from './shelf-work.ts'

/** Shows the versions that no rule keeps, then removes them. */
export const prune: ShelfWork = async (shelf, context) => {
  const { mount, history } = shelf
  const { output, signal, has } = context
  if (!hasRules((await history.status({ mount }, { signal })).retention)) {
    throw new UsageError(
      'This shelf keeps every version.',
      'First set which versions it keeps: portolan shelf keep --newest 10',
    )
  }
  const { plan, versions, contentBytes } = await showPlan(shelf, context)
  if (versions === 0 || has('dry-run')) return exitCodes.done
  if (!has('forever') && !(await isAgreed(context, 'Remove them? This can’t be undone.'))) {
    throw new UsageError('Nothing was removed.', 'Add --forever to remove them without a question.')
  }
  let removed = 0
  for await (const files of history.prune({ mount, plan }, { signal }))
    for (const file of files) removed += file.versions.length
  const freedBytes = contentBytes - (await history.status({ mount }, { signal })).contentBytes
  await output.record({ removed, freedBytes }, [
    `${countOf(removed, 'version')} removed, ${formatSize(freedBytes)} freed.`,
  ])
  return exitCodes.done
}

async function showPlan({ mount, history }: ShelfAt, { output, signal }: CommandContext) {
  let files = 0
  for await (const each of history.planPrune({ mount }, { signal })) {
    if (each.kind === 'files') {
      files += each.files.length
      for (const file of each.files) await output.record({ file: file.path, versions: file.versions }, [lineOf(file)])
      continue
    }
    const { plan, versions, freedBytes, contentBytes } = each
    await output.record({ versions, files, freedBytes, contentBytes }, [
      versions === 0
        ? 'Nothing to remove: the rules keep every version.'
        : `${countOf(versions, 'version')} of ${countOf(files, 'file')} can be removed. That frees ${formatSize(freedBytes)} of ${formatSize(contentBytes)}.`,
    ])
    return { plan, versions, contentBytes }
  }
  throw new Error('a plan without an end')
}

function lineOf({ path, versions }: FilePrune): string {
  const bytes = versions.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return `${countOf(versions.length, 'version').padEnd(14)}  ${formatSize(bytes).padStart(7)}  ${path}`
}
