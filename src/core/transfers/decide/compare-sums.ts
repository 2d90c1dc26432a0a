import { type Said, said } from '../../../contract/sentences/said.ts'
import type { Sums } from '../../../contract/entry.ts'
import type { Waits } from '../../backends/backend.ts'
import type { LocalSums } from '../journal/local-sums.ts'
import type { OpenedLocation } from '../../operations/opened-location.ts'

/** `by` names the checksum that decided. */
export type Comparison =
  { readonly kind: 'same' | 'different'; readonly by: string } | { readonly kind: 'unknown'; readonly why: Said }

export interface Side {
  readonly location: OpenedLocation
  readonly sizeBytes?: number
  readonly modifiedMs?: number
  /** Checksums from a listing, if it has any. */
  readonly sums?: Sums
}

export interface CompareOptions extends Waits {
  readonly localSums: LocalSums
  /** Tells whether bytes of remote files may be read for the comparison. */
  readonly mayDownload: boolean
}

/** The strongest first. Each is good enough to detect a changed file. */
const algorithms = ['sha256', 'crc64nvme', 'sha1', 'md5', 'crc32c', 'crc32'] as const
/** Algorithms that can be computed here, the fastest first. */
const computable = ['crc32', 'md5', 'sha1', 'sha256'] as const

/**
 * Tells whether two files have the same bytes. It compares the checksums of the stores, and reads a file of this
 * computer. A remote file is read only if `mayDownload` is set. The result is `unknown` if this can't be decided.
 */
export async function compareSums(a: Side, b: Side, options: CompareOptions): Promise<Comparison> {
  if (a.sizeBytes !== undefined && b.sizeBytes !== undefined && a.sizeBytes !== b.sizeBytes) {
    return { kind: 'different', by: 'size' }
  }
  const listed = await compareKnown(a, b, a.sums ?? {}, b.sums ?? {}, options)
  if (listed?.kind === 'same') return listed
  // A listing may show an ETag that only looks like a checksum, so a difference is verified.
  const [ofA, ofB] = await Promise.all([askedSums(a, options), askedSums(b, options)])
  const asked = await compareKnown(a, b, ofA, ofB, options)
  if (asked) return asked
  if (isLocal(a) && isLocal(b)) return compareRead(a, b, options)
  if (options.mayDownload) return compareRead(a, b, options)
  return { kind: 'unknown', why: said('compare.no-common-sums') }
}

async function compareKnown(a: Side, b: Side, ofA: Sums, ofB: Sums, options: CompareOptions) {
  const known = compareListed(ofA, ofB)
  if (known) return known
  if (isLocal(a)) return compareLocal(a, ofB, options)
  if (isLocal(b)) return compareLocal(b, ofA, options)
  return undefined
}

/** Compares only checksums that are known for both files. */
export function compareListed(ofA: Sums, ofB: Sums): Comparison | undefined {
  const common = algorithms.find((name) => ofA[name] !== undefined && ofB[name] !== undefined)
  if (common) return judged(ofA[common] === ofB[common], common)
  const parts = ofA['md5-of-parts']
  return parts !== undefined && parts === ofB['md5-of-parts'] ? judged(true, 'md5-of-parts') : undefined
}

/** Returns the checksum to compute here for a whole file, to compare it with a known one of the other file. */
export function sumToMake(theirs: Sums): (typeof computable)[number] | undefined {
  return computable.find((each) => theirs[each] !== undefined)
}

async function compareLocal(local: Side, theirs: Sums, options: CompareOptions): Promise<Comparison | undefined> {
  const name = sumToMake(theirs)
  const parts = name ? undefined : /^([0-9a-f]{32}-\d+)@(\d+)$/.exec(theirs['md5-of-parts'] ?? '')
  const wanted = name ?? (parts ? (`md5-of-parts@${parts[2]}` as const) : undefined)
  if (!wanted) return undefined
  const sum = await options.localSums.sum(local, wanted, options)
  return judged(sum === (parts ? parts[1] : theirs[wanted]), name ?? 'md5-of-parts')
}

async function compareRead(a: Side, b: Side, options: CompareOptions): Promise<Comparison> {
  const [ofA, ofB] = await Promise.all([
    options.localSums.sum(a, 'sha256', options),
    options.localSums.sum(b, 'sha256', options),
  ])
  return judged(ofA === ofB, 'sha256')
}

async function askedSums({ location, sums = {} }: Side, { signal }: Waits): Promise<Sums> {
  const { checksums } = location.backend
  // A server may have to read the whole file for it, which is still cheaper than sending it.
  return checksums ? checksums.checksums(location.path, { signal }) : sums
}

export function isLocal({ location }: Pick<Side, 'location'>): boolean {
  return location.backend.localPath !== undefined
}

function judged(isSame: boolean, by: string): Comparison {
  return { kind: isSame ? 'same' : 'different', by }
}
