import { hasRules, readRetention } from '../../core/backends/shelf/retention/policy.ts'
import { planPrune, prune as pruneShelf, type PrunePlan } from '../../core/backends/shelf/retention/prune.ts'
import { isAgreed } from '../ask/is-agreed.ts'
import type { CommandContext } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { countOf, formatSize } from '../output/format.ts'
import { UsageError } from '../usage-error.ts'
import type { ShelfWork } from './shelf-work.ts'

/** Removes the versions that no rule keeps, after it has shown them. */
export const prune: ShelfWork = async ({ shelf }, context) => {
  const { output, signal, has } = context
  if (!hasRules(readRetention(shelf.history))) {
    throw new UsageError('This shelf keeps every version.', 'Set first what it keeps: portolan shelf keep --newest 10')
  }
  const plan = await planPrune(shelf, Date.now(), { signal })
  await showPlan(plan, context)
  if (plan.versions === 0 || has('dry-run')) return exitCodes.done
  if (!has('forever') && !(await isAgreed(context, 'Remove them? Nothing can bring them back.'))) {
    throw new UsageError('Nothing was removed.', 'Add --forever to remove them without a question.')
  }
  let versions = 0
  const before = shelf.history.totals().contentBytes
  for await (const file of pruneShelf(shelf, plan, { signal })) versions += file.versions.length
  const freedBytes = before - shelf.history.totals().contentBytes
  await output.record({ removed: versions, freedBytes }, [
    `${countOf(versions, 'version')} removed, ${formatSize(freedBytes)} freed.`,
  ])
  return exitCodes.done
}

async function showPlan(plan: PrunePlan, { output }: CommandContext): Promise<void> {
  for (const { place, versions } of plan.files) {
    const bytes = versions.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    const ids = versions.map(({ seq, madeMs, sizeBytes }) => ({ seq, madeMs, sizeBytes }))
    await output.record({ file: place, versions: ids }, [
      `${countOf(versions.length, 'version').padEnd(14)}  ${formatSize(bytes).padStart(7)}  ${place}`,
    ])
  }
  const { versions, files, freedBytes, contentBytes } = plan
  await output.record({ versions, files: files.length, freedBytes, contentBytes }, [
    versions === 0
      ? 'Nothing to remove: the rules keep every version there is.'
      : `${countOf(versions, 'version')} of ${countOf(files.length, 'file')} can go. That frees ${formatSize(freedBytes)} of ${formatSize(contentBytes)}.`,
  ])
}
