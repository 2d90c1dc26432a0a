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
  /** It had its name already when the program was killed. */
  | { readonly kind: 'done'; readonly by: 'size' | 'sum'; readonly sizeBytes?: number }
  /** To be done as if for the first time, but for what is there now, at the target and at the source. */
  | { readonly kind: 'again'; readonly prior: Prior | undefined; readonly source: Entry | undefined }

export interface RecoverDeps {
  /** Of all programs that ran the transfer. */
  readonly tokens: readonly string[]
  readonly isMove: boolean
  /** May it have been looked whether the folders are one? */
  readonly mayProbe: boolean
  readonly compare: Omit<CompareOptions, 'signal'>
  readonly now: () => number
}

/**
 * An item that was begun by a program that stopped: was it done? What is at the target is taken for the copy only when
 * its bytes are those of the source, since somebody else may have put a file there meanwhile.
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
    // a move within the mount is one step; of others, what is gone was proved before
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
    if (!isFailure(error, 'not-found')) throw error // with its folder, what was in it is gone
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
