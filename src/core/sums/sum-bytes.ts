import type { Sums } from '../../contract/entry.ts'
import { type SumKind, sumKinds } from '../../lib/sums/sum-names.ts'
import type { Waits } from '../backends/backend.ts'
import type { OpenedLocation } from '../operations/opened-location.ts'
import { createRunningSum, type RunningSum } from '../transfers/journal/running-sum.ts'

export type KnownSums = Partial<Record<SumKind, string>>

export interface FileSums {
  readonly sums: KnownSums
  readonly source: 'store' | 'bytes'
}

interface SumOptions extends Waits {
  readonly kinds: readonly SumKind[]
  readonly usesStore: boolean
  readonly onBytes: (count: number) => void
}

/** Reads a file once for all its checksums, or not at all if the store knows them and `usesStore` is set. */
export async function sumsOf({ backend, path }: OpenedLocation, options: SumOptions): Promise<FileSums> {
  const { kinds, usesStore, onBytes, signal } = options
  const known = usesStore ? pick(await backend.checksums?.checksums(path, { signal }), kinds) : undefined
  if (known) return { sums: known, source: 'store' }
  const running = await Promise.all(kinds.map(async (kind) => [kind, await startSum(kind)] as const))
  for await (const chunk of await backend.read(path, { signal })) {
    for (const [, sum] of running) sum.add(chunk)
    onBytes(chunk.length)
  }
  return { sums: Object.fromEntries(running.map(([kind, sum]) => [kind, sum.end()])), source: 'bytes' }
}

/** Returns all requested checksums, or undefined if one is missing. */
function pick(sums: Sums | undefined, kinds: readonly SumKind[]): KnownSums | undefined {
  const found = kinds.flatMap((kind) => (sums?.[kind] === undefined ? [] : [[kind, sums[kind]] as const]))
  return found.length === kinds.length ? Object.fromEntries(found) : undefined
}

const reversedCastagnoli = 0x82f63b78

/** Algorithms that Node lacks come from a library that is loaded on demand. */
async function startSum(kind: SumKind): Promise<RunningSum> {
  if (kind !== 'crc32c' && kind !== 'blake3') return createRunningSum(kind)
  const { createBLAKE3, createCRC32 } = await import('hash-wasm')
  const hash = await (kind === 'blake3' ? createBLAKE3() : createCRC32(reversedCastagnoli))
  hash.init()
  return { add: (chunk) => void hash.update(chunk), end: () => hash.digest('hex') }
}

/** Returns the algorithm of this name; undefined for an unknown one. */
export function sumKindOf(text: string): SumKind | undefined {
  return sumKinds.find((kind) => kind === text.toLowerCase().replace('-', ''))
}
