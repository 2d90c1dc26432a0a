/** Previews a copy: plans and decides as a transfer does, but changes nothing. */
import type { Preview } from '../../../contract/api/transfers.ts'
import { failureOf } from '../../../contract/failure.ts'
import { childPath } from '../../../contract/location.ts'
import type { CopyTransferRequest } from '../../../contract/transfer.ts'
import { createWorkerPool } from '../../../lib/flow/worker-pool.ts'
import type { Waits } from '../../backends/backend.ts'
import { decideFile, type DecideDeps } from '../decide/decide.ts'
import { createLookups } from './lookups.ts'
import { priorOf } from '../decide/folder-index.ts'
import { clashAt } from '../decide/name-clash.ts'
import { isFolderThere, planFolder, planSource } from './plan.ts'
import { fail, newTally, shown, skip, take, type Tally } from './preview-tally.ts'
import type { OpenItem, NewOpenItem } from '../journal/item-record.ts'
import { ruleOf } from '../decide/rule-of.ts'
import { reasonOfKind } from '../copy/run-file.ts'
import type { RunDeps } from '../journal/run-deps.ts'
import { openLocation, type OpenedLocation, statIfAny } from '../../operations/opened-location.ts'

const tellMs = 150
const comparedAtOnce = 8

/** A folder whose contents still have to be listed. */
interface Pending {
  readonly item: OpenItem
  readonly from: OpenedLocation
  readonly to: OpenedLocation
  /** The name is free at the target, or the folder gets another name. */
  readonly isNew: boolean
}

export async function* previewCopy(
  deps: Pick<RunDeps, 'mounts' | 'localSums' | 'skipRules'>,
  request: CopyTransferRequest,
  { signal }: Waits,
): AsyncGenerator<Preview> {
  const { policy } = request
  const tally = newTally()
  const decide = decideDepsOf(request, { ...deps, onUnknown: () => (tally.unknown += 1) })
  const withSums = policy.skip === 'hash' || policy.skip === 'rule'
  const open = (location: { readonly mount: string; readonly path: string }) =>
    openLocation(deps.mounts, location, { signal })
  const workers = createWorkerPool(comparedAtOnce)
  const pending: Pending[] = []
  let toldMs = performance.now()

  async function look(item: OpenItem, from: OpenedLocation, to: OpenedLocation) {
    if (item.kind === 'folder') {
      if (goesAsAWhole(request, item, { from, to })) {
        tally.files += 1
        return take(tally, item)
      }
      const { isSelf, contents, prior } = item.detail
      const isNew = contents !== true && (isSelf === true || !isFolderThere(prior))
      tally.folders += 1
      if (isNew) tally.newFolders += 1
      pending.push({ item, from, to, isNew })
      return
    }
    if (item.kind === 'file') {
      tally.files += 1
      tally.bytes += item.sizeBytes ?? 0
    }
    await workers.begin(() => note(tally, decide, request, item, { from, to }, { signal }))
  }
  function* due() {
    if (performance.now() - toldMs < tellMs) return
    toldMs = performance.now()
    yield shown(tally, true)
  }

  const into = await open(request.into)
  const sources = request.sources.map(({ location }) => location)
  const lookups = createLookups(sources, open, { signal, withSums })
  for (let source = 0; source < sources.length; source += 1) {
    const found = await planSource({ request, open, lookups }, source, { signal })
    if (found.state === 'failed') fail(tally, found.detail.failure)
    else {
      const item = rowOf(found)
      const from = await open(sources[source] ?? request.into)
      await look(item, from, item.detail.contents ? into : { ...into, path: childPath(into.path, item.name) })
    }
    yield* due()
  }
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { item, from, to, isNew } = next
    try {
      for await (const page of planFolder({ folder: item, from, to, isNew, withSums }, { signal })) {
        for (const each of page) {
          const [below, above] = [childPath(from.path, each.name), childPath(to.path, each.name)]
          await look(rowOf(each), { ...from, path: below }, { ...to, path: above })
        }
        yield* due()
      }
    } catch (error) {
      signal.throwIfAborted()
      fail(tally, failureOf(error, 'transfers.preview'))
    }
  }
  await workers.finish()
  yield shown(tally, false)
}

/** Counts what an overwrite would replace by treating it as a question. */
function decideDepsOf(
  { policy, verb }: CopyTransferRequest,
  { localSums, skipRules, onUnknown }: Pick<RunDeps, 'localSums' | 'skipRules'> & Pick<DecideDeps, 'onUnknown'>,
): DecideDeps {
  const rule = ruleOf(policy, skipRules)
  return {
    policy: { ...policy, onConflict: policy.onConflict === 'keep-both' ? 'keep-both' : 'ask' },
    verb,
    answers: {},
    ...(rule && { rule }),
    compare: { localSums, mayDownload: policy.mayDownload === true },
    ...(onUnknown && { onUnknown }),
  }
}

async function note(
  tally: Tally,
  decide: DecideDeps,
  request: CopyTransferRequest,
  item: OpenItem,
  ends: { readonly from: OpenedLocation; readonly to: OpenedLocation },
  { signal }: Waits,
): Promise<void> {
  try {
    if (item.kind !== 'file') {
      const isMoved = request.verb === 'move' && ends.from.mount === ends.to.mount
      if (!isMoved) return skip(tally, 'kind', reasonOfKind(item))
      tally.files += 1
      return take(tally, item)
    }
    const found = item.detail.isLike ? await statIfAny(ends.to, { signal }) : undefined
    const clash = found ? await clashAt(ends.to, { signal }) : item.detail.clash
    const decision = await decideFile(decide, item, ends, found ? priorOf(found) : item.detail.prior, { signal, clash })
    if (decision.kind === 'skip') return skip(tally, decision.why, decision.reason)
    if (decision.kind === 'ask') {
      const isReplaced = request.policy.onConflict === 'overwrite' && decision.question.kind === 'exists'
      if (!isReplaced) {
        tally.conflicts += 1
        return
      }
      tally.replaced += 1
    }
    take(tally, item)
  } catch (error) {
    signal.throwIfAborted()
    fail(tally, failureOf(error, 'transfers.preview'))
  }
}

/** Tells whether a folder is moved as a whole: the move can rename, and the name is free. */
function goesAsAWhole(
  { verb }: CopyTransferRequest,
  { detail }: OpenItem,
  { from, to }: Pick<Pending, 'from' | 'to'>,
): boolean {
  const canRename = verb === 'move' && from.mount === to.mount && from.backend.rename !== undefined
  return canRename && !detail.prior && detail.contents !== true
}

function rowOf(item: NewOpenItem): OpenItem {
  return { number: 0, state: 'planned', isToWalk: false, isFree: false, copiedBytes: 0, detail: {}, ...item }
}
