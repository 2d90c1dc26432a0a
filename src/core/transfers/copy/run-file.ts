/** Processes one file, from the decision to the verified copy. For a move, it also removes the source. */
import { said } from '../../../contract/sentences/said.ts'
import type { Entry } from '../../../contract/entry.ts'
import { baseName, childPath, parentPath } from '../../../contract/location.ts'
import type { Waits } from '../../backends/backend.ts'
import { copyBytes } from './copy-bytes.ts'
import type { CopyResult } from './copy-result.ts'
import type { CopyContext } from './copy-context.ts'
import { failureOf } from '../../../contract/failure.ts'
import { known } from '../../../lib/known.ts'
import { decideFile, type DecideDeps, type Decision, reasonOf } from '../decide/decide.ts'
import type { RefuseItself } from '../decide/not-itself.ts'
import { safeName } from '../decide/safe-name.ts'
import { priorOf } from '../decide/folder-index.ts'
import type { ItemOutcome } from '../journal/item-outcome.ts'
import { type Remover, removeSource } from './remover.ts'
import { probeOf } from '../stages/stage-id.ts'
import { dropStage } from '../stages/drop-stage.ts'
import type { FindClash } from '../decide/name-clash.ts'
import type { DoneDetail, OpenItem, NameClash, Prior } from '../journal/item-record.ts'
import { recover } from '../stages/recover.ts'
import {
  isFailure,
  makeFolders,
  type OpenedLocation,
  locationFailure,
  nameAt,
  statIfAny,
} from '../../operations/opened-location.ts'

export interface FileDeps {
  readonly copy: CopyContext
  readonly decide: DecideDeps
  readonly isMove: boolean
  /** Replaces only the state that was planned. If another state is there by now, the item fails with `exists`. */
  readonly isExact?: boolean
  readonly remover: Remover
  /** For a move: runs before an entry is replaced, or is accepted as the finished copy. */
  readonly refuseItself: RefuseItself
  /** Finds whether the entry at a location has another name. */
  readonly clashAt: FindClash
  /** Tells whether a program that stopped had started the item. */
  readonly wasBegun: (item: OpenItem) => boolean
  /** Resolves when the record that the item is copied would survive a crash. */
  readonly saveCopied: (item: OpenItem, toName: string | undefined, detail: DoneDetail) => Promise<void>
}

export interface Ends {
  readonly from: OpenedLocation
  readonly to: OpenedLocation
}

/** The number of tries if a free name is taken in the meantime. */
const mostLooks = 4

export async function runFile(deps: FileDeps, item: OpenItem, ends: Ends, { signal }: Waits): Promise<ItemOutcome> {
  try {
    return await runNamed(deps, item, ends, { signal })
  } catch (error) {
    signal.throwIfAborted()
    if (!isFailure(error, 'bad-name')) throw error
    return runOtherwiseNamed(deps, item, ends, error, { signal })
  }
}

/** The target can't hold the name. Uses a name that it can hold, if the user or the policy allows it. */
async function runOtherwiseNamed(
  deps: FileDeps,
  item: OpenItem,
  ends: Ends,
  error: unknown,
  { signal }: Waits,
): Promise<ItemOutcome> {
  const toName = safeName(baseName(ends.to.path), ends.to.backend.capabilities.limits.nameBytes?.value)
  const answer = item.detail.answer ?? deps.decide.answers.name ?? deps.decide.policy.onConflict
  if (toName === baseName(ends.to.path)) throw error
  if (answer === 'skip') return { kind: 'skipped', why: 'told', reason: reasonOf('told') }
  if (answer === 'ask') {
    const { message } = failureOf(error)
    const source = { kind: item.kind, ...known({ sizeBytes: item.sizeBytes, modifiedMs: item.modifiedMs }) }
    return { kind: 'asking', question: { kind: 'name', message, answers: ['rename', 'skip'], newName: toName, source } }
  }
  if (answer !== 'rename' && answer !== 'keep-both') throw error
  const to = { ...ends.to, path: childPath(parentPath(ends.to.path), toName) }
  const end = await runNamed(deps, { ...item, isFree: false }, { ...ends, to }, { signal })
  return end.kind === 'done' ? { toName, ...end } : end
}

async function runNamed(deps: FileDeps, planned: OpenItem, ends: Ends, { signal }: Waits): Promise<ItemOutcome> {
  let item = planned
  let prior = item.detail.prior
  let clash = prior && item.detail.clash
  let isLooked = item.isFree || prior !== undefined
  const { tokens, now } = deps.copy
  const recovering = { tokens, now, isMove: deps.isMove, mayProbe: deps.isMove, compare: deps.decide.compare }
  if (deps.wasBegun(item)) {
    const recovered = await recover(recovering, item, ends, { signal })
    if (recovered.kind === 'done') return finishRecovered(deps, item, ends, recovered, { signal })
    prior = recovered.prior
    clash = prior && isUnlisted(item) ? await deps.clashAt(ends.to) : undefined
    isLooked = true
    item = asItIs(item, recovered.source)
    // The target folder may have been deleted since it was created.
    if (!prior && recovered.source) await makeFolders({ ...ends.to, path: parentPath(ends.to.path) }, { signal })
  }
  for (let look = 1; ; look += 1) {
    if (!isLooked) {
      prior = await lookAt(ends.to, { signal })
      clash = prior && isUnlisted(item) ? await deps.clashAt(ends.to) : undefined
    }
    try {
      return await runOnce(deps, item, ends, prior, { signal, clash })
    } catch (error) {
      signal.throwIfAborted()
      if (!isFailure(error, 'exists') || look === mostLooks) throw error
      if (isUnlisted(item)) clash = await deps.clashAt(ends.to)
      if (!prior && !clash) {
        // It may be this very copy: the answer was lost and the request was sent again.
        const recovered = await recover(recovering, item, ends, { signal })
        if (recovered.kind === 'done') return finishRecovered(deps, item, ends, recovered, { signal })
      }
      if (deps.isExact || (deps.decide.policy.onConflict === 'fail' && !clash)) throw error
      const found = await lookAt(ends.to, { signal })
      if (!found || isSame(found, prior)) throw error
      prior = found
      isLooked = true
    }
  }
}

/**
 * Tells whether the exact name was not seen in a listing of its folder. The entry in its place may then have another
 * name. Folders with too many names to hold in memory are not listed again for each item.
 */
function isUnlisted({ parent, isFree, detail }: OpenItem): boolean {
  return !detail.prior && (isFree || parent === 0 || detail.isLike === true)
}

/**
 * Takes the current facts of a source that was edited since planning. A copy with the planned facts would only be
 * rejected again.
 */
function asItIs(item: OpenItem, source: Entry | undefined): OpenItem {
  if (item.kind !== 'file' || source?.kind !== 'file' || item.detail.stage) return item
  const { sizeBytes, modifiedMs, ...rest } = item
  return {
    ...rest,
    ...known({ sizeBytes: source.sizeBytes ?? sizeBytes, modifiedMs: source.modifiedMs ?? modifiedMs }),
  }
}

async function lookAt(to: OpenedLocation, waits: Waits): Promise<Prior | undefined> {
  const found = await statIfAny(to, waits)
  return found && priorOf(found)
}

function isSame(a: Prior, b: Prior | undefined): boolean {
  return b !== undefined && a.kind === b.kind && a.sizeBytes === b.sizeBytes && a.modifiedMs === b.modifiedMs
}

type Found = Waits & { readonly clash: NameClash | undefined }

async function runOnce(
  deps: FileDeps,
  item: OpenItem,
  { from, to: wanted }: Ends,
  prior: Prior | undefined,
  { signal, clash, attempt = 1 }: Found & { readonly attempt?: number },
): Promise<ItemOutcome> {
  const canBeBatched = item.kind === 'file'
  const canRename = deps.isMove && from.mount === wanted.mount && from.backend.rename !== undefined
  if (!canBeBatched && !canRename) return { kind: 'skipped', why: 'kind', reason: reasonOfKind(item) }
  const decision = await decideFile(deps.decide, item, { from, to: wanted }, prior, { signal, clash }).catch(
    async (error: unknown) => {
      if (!signal.aborted && isFailure(error, 'exists')) await dropStaged(deps, item, wanted)
      throw error
    },
  )
  if (decision.kind === 'skip') {
    await dropStaged(deps, item, wanted)
    return { kind: 'skipped', why: decision.why, reason: decision.reason }
  }
  if (decision.kind === 'ask') return { kind: 'asking', question: decision.question }
  const { toName } = decision
  const to = toName === undefined ? wanted : { ...wanted, path: childPath(parentPath(wanted.path), toName) }
  try {
    return await runDecided(deps, item, { from, to }, { ...decision, ...known({ prior }) }, { signal })
  } catch (error) {
    // The number was free a moment ago. Another item or another program has taken it.
    if (toName === undefined || signal.aborted || attempt === mostLooks || !isFailure(error, 'exists')) throw error
    return runOnce(deps, item, { from, to: wanted }, prior, { signal, clash, attempt: attempt + 1 })
  }
}

async function runDecided(
  deps: FileDeps,
  item: OpenItem,
  { from, to }: Ends,
  { ifExists, toName, prior }: Extract<Decision, { kind: 'write' }>,
  { signal }: Waits,
): Promise<ItemOutcome> {
  if (ifExists === 'replace' && prior) {
    if (deps.isMove)
      await deps.refuseItself({ probe: probeOf(deps.copy, { item }), from, to, sizeBytes: item.sizeBytes }, prior, {
        signal,
      })
    await checkUnchanged(to, prior, { signal })
  }
  if (deps.isMove && from.mount === to.mount && from.backend.rename) {
    await from.backend.rename.rename(from.path, to.path, { ifExists, signal })
    deps.copy.moved(item, item.sizeBytes ?? 0)
    return {
      kind: 'done',
      ...known({ toName, sizeBytes: item.sizeBytes }),
      detail: { route: 'rename', proof: { by: 'size' } },
    }
  }
  const free = toName === undefined && prior === undefined ? item.isFree : false
  const job = { item: { ...item, isFree: free }, from, to, ifExists, signal, ...(prior && { prior }) }
  const copied = await copyBytes(deps.copy, job)
  const detail = detailOf(item, copied, ifExists === 'replace')
  if (deps.isMove) {
    await deps.saveCopied(item, toName, detail)
    await removeSource(deps.remover, item, from, { signal })
  }
  return { kind: 'done', ...known({ toName }), sizeBytes: copied.bytes, detail }
}

export function reasonOfKind({ kind }: Pick<OpenItem, 'kind'>): string {
  return said(kind === 'link' ? 'transfer.no-links' : 'transfer.no-special-files').message
}

/** Ensures that the replaced entry is the one the decision was about, which may be some time ago. */
async function checkUnchanged(to: OpenedLocation, prior: Prior, waits: Waits): Promise<void> {
  const now = await lookAt(to, waits)
  if (!now || isSame(now, prior) || prior.modifiedMs === undefined) return
  throw locationFailure('exists', to, said('transfer.changed-before-replaced', { what: nameAt(to) }))
}

function detailOf(item: OpenItem, { route, stored, sums }: CopyResult, isReplaced: boolean): DoneDetail {
  const all = { ...sums, ...stored.sums }
  return {
    ...(item.detail.source !== undefined && { source: item.detail.source }),
    route,
    proof: {
      by: stored.proof ?? 'size',
      ...(Object.keys(all).length > 0 && { sums: all }),
      ...known({ version: stored.version, modifiedMs: stored.modifiedMs }),
    },
    ...(isReplaced && { replaced: {} }),
  }
}

async function finishRecovered(
  deps: FileDeps,
  item: OpenItem,
  { from, to }: Ends,
  { by, sizeBytes }: { readonly by: 'size' | 'sum'; readonly sizeBytes?: number },
  { signal }: Waits,
): Promise<ItemOutcome> {
  const { source, route } = item.detail
  await dropStaged(deps, item, to)
  if (deps.isMove && (await statIfAny(from, { signal }))) {
    await deps.refuseItself({ probe: probeOf(deps.copy, { item }), from, to }, undefined, { signal })
    await removeSource(deps.remover, item, from, { signal })
  }
  return { kind: 'done', ...known({ sizeBytes }), detail: { ...known({ source, route }), proof: { by } } }
}

/** Removes the stage of a file that is not to be copied any more, or that already has its name. */
async function dropStaged({ copy }: FileDeps, item: OpenItem, to: OpenedLocation): Promise<void> {
  const { stage } = item.detail
  if (stage) await dropStage(copy, { item, to }, stage)
}
