import { type Said, said } from '../../../contract/sentences/said.ts'
import type { Sums } from '../../../contract/entry.ts'
import type { Waits } from '../../backends/backend.ts'
import type { LocalSums } from '../journal/local-sums.ts'
import type { OpenedLocation } from '../../operations/opened-location.ts'

/** `by` names the sum that told. */
export type Comparison =
  { readonly kind: 'same' | 'different'; readonly by: string } | { readonly kind: 'unknown'; readonly why: Said }

export interface Side {
  readonly location: OpenedLocation
  readonly sizeBytes?: number
  readonly modifiedMs?: number
  /** As far as a listing told. */
  readonly sums?: Sums
}

export interface CompareOptions extends Waits {
  readonly localSums: LocalSums
  /** May bytes of far files be read for it? */
  readonly mayDownload: boolean
}

/** The strongest first; all are good enough to tell that a file has not changed. */
const algorithms = ['sha256', 'crc64nvme', 'sha1', 'md5', 'crc32c', 'crc32'] as const
/** Those that can be made here, the fastest first. */
const computable = ['crc32', 'md5', 'sha1', 'sha256'] as const

/**
 * Are the bytes of two files the same? By the sums the stores have; for a file of this computer, by reading it. A far
 * file is read only when it may be. Says so when it can't be known.
 */
export async function compareSums(a: Side, b: Side, options: CompareOptions): Promise<Comparison> {
  if (a.sizeBytes !== undefined && b.sizeBytes !== undefined && a.sizeBytes !== b.sizeBytes) {
    return { kind: 'different', by: 'size' }
  }
  const listed = await compareKnown(a, b, a.sums ?? {}, b.sums ?? {}, options)
  if (listed?.kind === 'same') return listed
  // a listing may show a tag that only looks like a sum, so a difference is looked into
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

/** By the sums alone that are known of both. */
export function compareListed(ofA: Sums, ofB: Sums): Comparison | undefined {
  const common = algorithms.find((name) => ofA[name] !== undefined && ofB[name] !== undefined)
  if (common) return judged(ofA[common] === ofB[common], common)
  const parts = ofA['md5-of-parts']
  return parts !== undefined && parts === ofB['md5-of-parts'] ? judged(true, 'md5-of-parts') : undefined
}

/** The sum to be made here of a whole file, to compare it with one of those that are known of the other. */
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
  // a server may have to read the whole file for it, which is still less than sending it
  return checksums ? checksums.checksums(location.path, { signal }) : sums
}

export function isLocal({ location }: Pick<Side, 'location'>): boolean {
  return location.backend.localPath !== undefined
}

function judged(isSame: boolean, by: string): Comparison {
  return { kind: isSame ? 'same' : 'different', by }
}
