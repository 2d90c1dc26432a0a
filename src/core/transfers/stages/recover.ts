import { childPath, parentPath } from '../../../contract/location.ts'
import type { Entry } from '../../../contract/entry.ts'
import type { Waits } from '../../backends/backend.ts'
import { compareSums, type CompareOptions } from '../decide/compare-sums.ts'
import { known } from '../../../lib/known.ts'
import { priorOf } from '../decide/folder-index.ts'
import { probeOf, stageIdOf } from './stage-id.ts'
import type { OpenItem, Prior } from '../journal/item-record.ts'
import { isFailure, type OpenedLocation, statIfAny } from '../../operations/opened-location.ts'

export type Recovered =
  /** The copy already had its name when the program was killed. */
  | { readonly kind: 'done'; readonly by: 'size' | 'sum'; readonly sizeBytes?: number }
  /** The item must be processed again, starting from what now exists at the target and the source. */
  | { readonly kind: 'again'; readonly prior: Prior | undefined; readonly source: Entry | undefined }

export interface RecoverDeps {
  /** The tokens of all programs that ran the transfer. */
  readonly tokens: readonly string[]
  readonly isMove: boolean
  /** Tells whether an earlier run may have written a probe file to compare the folders. */
  readonly mayProbe: boolean
  readonly compare: Omit<CompareOptions, 'signal'>
  readonly now: () => number
}

/**
 * Finds out whether an item that a stopped program had started was finished. The file at the target counts as the copy
 * only if its bytes are those of the source, because another program may have written a file there.
 */
export async function recover(
  deps: RecoverDeps,
  item: OpenItem,
  { from, to }: { readonly from: OpenedLocation; readonly to: OpenedLocation },
  { signal }: Waits,
): Promise<Recovered> {
  const [source, target] = await Promise.all([statIfAny(from, { signal }), statIfAny(to, { signal })])
  const { prior, isCopied, stage } = item.detail
  if (!stage) await tidy(deps, item, to, { signal })
  if (deps.mayProbe && from.mount !== to.mount) await removeProbes(deps, item, to, { signal })
  if (!target) return { kind: 'again', prior: undefined, source }
  if (!source) {
    // A move within the mount is one step. In other moves, a removed source was verified before.
    const isMoved = deps.isMove && target.sizeBytes === item.sizeBytes && !isSameState(target, prior)
    if (isMoved || isCopied) return { kind: 'done', by: 'size', ...known({ sizeBytes: target.sizeBytes }) }
    return { kind: 'again', prior: priorOf(target), source }
  }
  if (isSameState(target, prior) || source.sizeBytes !== target.sizeBytes || target.kind !== 'file') {
    return { kind: 'again', prior: priorOf(target), source }
  }
  const ours = { location: from, ...known({ sizeBytes: source.sizeBytes, modifiedMs: source.modifiedMs }) }
  const theirs = { location: to, ...known({ sizeBytes: target.sizeBytes, modifiedMs: target.modifiedMs }) }
  const compared = await compareSums(ours, theirs, { ...deps.compare, mayDownload: true, signal })
  if (compared.kind !== 'same') return { kind: 'again', prior: priorOf(target), source }
  return { kind: 'done', by: 'sum', ...known({ sizeBytes: target.sizeBytes }) }
}

function isSameState(a: Prior, b: Prior | undefined): boolean {
  return b !== undefined && a.sizeBytes === b.sizeBytes && a.modifiedMs === b.modifiedMs
}

async function tidy(
  { tokens, now }: RecoverDeps,
  item: OpenItem,
  to: OpenedLocation,
  { signal }: Waits,
): Promise<void> {
  const { staging } = to.backend
  try {
    for (const token of tokens) {
      await staging?.tidy(to.path, stageIdOf({ token }, { item }), { signal, sinceMs: 0, untilMs: now() })
    }
  } catch (error) {
    if (!isFailure(error, 'not-found')) throw error // The stage was removed together with its folder.
  }
}

async function removeProbes({ tokens }: RecoverDeps, item: OpenItem, to: OpenedLocation, waits: Waits): Promise<void> {
  for (const token of tokens) {
    const { name } = probeOf({ token }, { item })
    try {
      await to.backend.remove(childPath(parentPath(to.path), name), waits)
    } catch (error) {
      if (!isFailure(error, 'not-found')) throw error
    }
  }
}
