import { type GivenSum, recogniseSum, type SumKind } from '../../../lib/sums/sum-names.ts'
import { sumFileNames } from '../../../lib/sums/sum-names.ts'
import { sumLine } from '../../../lib/sums/sums-file.ts'

/** The checksums of one file. */
export interface SumRow {
  readonly name: string
  readonly sums: Readonly<Partial<Record<SumKind, string>>>
  readonly source: 'store' | 'bytes'
}

/** A row of checksums, or of the problem that prevented them. */
export type MadeRow = SumRow & { readonly problem?: string }

export type Comparison =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'no-sum' }
  /** A checksum of this kind was not computed yet. */
  | { readonly kind: 'unknown'; readonly given: GivenSum }
  | { readonly kind: 'same'; readonly given: GivenSum; readonly names: readonly string[] }
  | { readonly kind: 'different'; readonly given: GivenSum; readonly names: readonly string[] }

/** Tells which of the files have the given checksum. */
export function compareWith(text: string, rows: readonly SumRow[]): Comparison {
  if (text.trim() === '') return { kind: 'nothing' }
  const given = recogniseSum(text)
  if (!given) return { kind: 'no-sum' }
  const able = rows.filter(({ sums }) => given.kinds.some((kind) => sums[kind] !== undefined))
  if (able.length === 0) return { kind: 'unknown', given }
  const same = able.filter(({ sums }) => given.kinds.some((kind) => sums[kind] === given.hex))
  if (same.length > 0) return { kind: 'same', given, names: same.map(({ name }) => name) }
  // The given checksum may be of two kinds. While only one of them is computed, a difference is not certain.
  const isSure = able.every(({ sums }) => given.kinds.every((kind) => sums[kind] !== undefined))
  return isSure ? { kind: 'different', given, names: able.map(({ name }) => name) } : { kind: 'unknown', given }
}

/** Returns one checksum file for each kind, under its usual name. */
export function sumsFiles(
  rows: readonly SumRow[],
  kinds: readonly SumKind[],
): readonly { name: string; text: string }[] {
  return kinds.flatMap((kind) => {
    const lines = rows.flatMap(({ name, sums }) => (sums[kind] === undefined ? [] : [`${sumLine(sums[kind], name)}\n`]))
    return lines.length > 0 ? [{ name: sumFileNames[kind], text: lines.join('') }] : []
  })
}
