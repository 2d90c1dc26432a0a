/** The rows of the index and their keys. */
import { baseName, parentPath } from '../../../../contract/location.ts'
import type { Statements } from '../../../files/statements.ts'
import type { Saved } from '../contents/protocol.ts'
import type { FileProperties } from '../properties/file-properties.ts'
import type { FileState } from '../file-state.ts'

/** `seq` is the order of all events. A deletion has no checksum. */
export interface HistoryRow {
  readonly seq: number
  readonly folder: string
  readonly name: string
  readonly sum: string | null
  readonly size: number | null
  readonly modified: number | null
  readonly mode: number | null
  readonly made: number
  readonly author: string | null
  /** The properties that the owner stored for it, as JSON. */
  readonly properties: string | null
}

export interface Present {
  readonly seq: number
  /** Empty if the present state is unknown. */
  readonly identity: string
  readonly sum: string
}

/** One chunk of a large content. `start` is its offset in the content. */
export interface ChunkRow {
  readonly start: number
  readonly size: number
  readonly chunk: string
}

/** A state with bytes. */
export interface StateRow {
  readonly seq: number
  readonly sum: string
  readonly size: number
  readonly modified: number
  readonly made: number
}

/** The state of a path at a moment, and its present state. Both are absent if it was deleted then and is now. */
export interface PathThen {
  readonly folder: string
  readonly name: string
  readonly before?: StateRow
  readonly now?: StateRow & Pick<Present, 'identity'>
}

/** The totals of a shelf. */
export interface Totals {
  /** The number of present files. */
  readonly files: number
  readonly versions: number
  readonly deletions: number
  readonly contents: number
  /** The size on the disk. Bytes that several contents share count once. */
  readonly contentBytes: number
}

/** The facts to record about a present state. */
export interface NewState extends Saved, Pick<FileState, 'sizeBytes' | 'modifiedMs' | 'mode' | 'identity'> {
  readonly madeMs: number
  readonly author?: 'outside'
  /** If absent, the properties of the previous state stay. */
  readonly properties?: FileProperties
}

export interface PlacedState extends NewState {
  readonly place: string
}

export function versionId({ seq, made }: Pick<HistoryRow, 'seq' | 'made'>): string {
  return `${seq}-${Math.floor(made).toString(36)}`
}

/** Matches the folder itself and everything below it. */
export const inTree = '(folder = ? or (folder >= ? and folder < ?))'
export const treeOf = (folder: string) =>
  folder === '' ? ['', '', '\u{10ffff}'] : [folder, `${folder}/`, `${folder}0`] // `0` sorts directly after `/`
export const placeOf = (path: string) => [parentPath(path), baseName(path)] as const

/** Counts characters as the database does: in code points. */
export function charactersIn(text: string): number {
  return Array.from(text).length
}

/** Returns a time after the previous version's, even if the clock was set back. */
export function madeAfter({ one }: Statements, path: string, madeMs: number): number {
  const last = one(
    'select made from versions where folder = ? and name = ? order by seq desc limit 1',
    ...placeOf(path),
  ) as { made: number } | undefined
  return Math.max(madeMs, (last?.made ?? 0) + 1)
}
