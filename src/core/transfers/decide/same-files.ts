/**
 * Finds files that are the same at the target without reading any. It uses the checksums of listings, and remembered
 * checksums of local files. Hundreds are compared in one call; all other files are decided one by one.
 */
import type { Sums } from '../../../contract/entry.ts'
import type { Backend, Waits } from '../../backends/backend.ts'
import type { OpenItem, Prior } from '../journal/item-record.ts'
import type { LocalSums } from '../journal/local-sums.ts'
import type { SumName } from '../journal/running-sum.ts'
import { compareListed, sumToMake } from './compare-sums.ts'

/** A file that exists at the target with the same size and needs no other decision. */
export type FoundFile = OpenItem & { readonly detail: { readonly prior: Prior; readonly sums?: Sums } }

export function mayBeSame(item: OpenItem): item is FoundFile {
  const { kind, toName, sizeBytes, detail } = item
  if (kind !== 'file' || toName !== undefined || sizeBytes === undefined) return false
  for (const name in detail) if (name !== 'prior' && name !== 'sums') return false
  return detail.prior?.kind === 'file' && detail.prior.sizeBytes === sizeBytes
}

/** The source and the target of a file. */
export type BothEnds<T> = Readonly<Record<'from' | 'to', T>>

export interface FoundFiles {
  readonly backends: BothEnds<Backend>
  readonly items: readonly FoundFile[]
  readonly placesOf: (item: OpenItem) => BothEnds<{ readonly path: string }>
}

/** Returns the files that are the same. */
export async function findSame(
  localSums: LocalSums,
  { backends, items, placesOf }: FoundFiles,
  waits: Waits,
): Promise<readonly FoundFile[]> {
  const same: FoundFile[] = []
  for (const [name, some] of byMissingSum(items, backends, (item) => same.push(item))) {
    const sumsAt = async (end: 'from' | 'to') => {
      const paths = some.map((item) => placesOf(item)[end].path)
      if (backends[end].localPath) return localSums.remembered(backends[end], paths, name, waits)
      return some.map((item) => listedSums(item)[end][name])
    }
    const [ours, theirs] = await Promise.all([sumsAt('from'), sumsAt('to')])
    same.push(...some.filter((_item, at) => ours[at] !== undefined && ours[at] === theirs[at]))
  }
  return same
}

/** Groups the files that the listings do not decide, by the checksum that would decide. */
function byMissingSum(
  items: readonly FoundFile[],
  { from, to }: BothEnds<Backend>,
  onSame: (item: FoundFile) => void,
): ReadonlyMap<SumName, readonly FoundFile[]> {
  const groups = new Map<SumName, FoundFile[]>()
  for (const item of items) {
    const listed = listedSums(item)
    const known = compareListed(listed.from, listed.to)
    if (known?.kind === 'same') onSame(item)
    const name = known ? undefined : missingSum(listed, { from, to })
    if (!name) continue
    const group = groups.get(name)
    if (group) group.push(item)
    else groups.set(name, [item])
  }
  return groups
}

function missingSum(listed: BothEnds<Sums>, { from, to }: BothEnds<Backend>): SumName | undefined {
  if (from.localPath && to.localPath) return 'sha256'
  if (from.localPath) return sumToMake(listed.to)
  return to.localPath && sumToMake(listed.from)
}

function listedSums({ detail }: FoundFile): BothEnds<Sums> {
  return { from: detail.sums ?? {}, to: detail.prior.sums ?? {} }
}
