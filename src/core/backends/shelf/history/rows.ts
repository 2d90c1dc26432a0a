/** Rows of the index, and where they are. */
import { baseName, parentPath } from '../../../../contract/location.ts'
import type { Statements } from '../../../files/statements.ts'
import type { Saved } from '../contents/protocol.ts'
import type { FileProperties } from '../properties/file-properties.ts'
import type { FileState } from '../file-state.ts'

/** `seq` orders all that ever happened. A deletion has no sum. */
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
  /** What its owner wrote down about it, as JSON. */
  readonly properties: string | null
}

export interface Present {
  readonly seq: number
  /** Empty where it is not known which state is there. */
  readonly identity: string
  readonly sum: string
}

/** One chunk of a large content; `start` is where in the content it begins. */
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

/** What a path had at a moment, and what it has now; neither where it was deleted then and is. */
export interface PathThen {
  readonly folder: string
  readonly name: string
  readonly before?: StateRow
  readonly now?: StateRow & Pick<Present, 'identity'>
}

/** How much there is. */
export interface Totals {
  /** That are there now. */
  readonly files: number
  readonly versions: number
  readonly deletions: number
  readonly contents: number
  /** On the disk: what several contents share counts once. */
  readonly contentBytes: number
}

/** What is written down of a state that is there. */
export interface NewState extends Saved, Pick<FileState, 'sizeBytes' | 'modifiedMs' | 'mode' | 'identity'> {
  readonly madeMs: number
  readonly author?: 'outside'
  /** Without them it has those of the state before it. */
  readonly properties?: FileProperties
}

export interface PlacedState extends NewState {
  readonly place: string
}

export function versionId({ seq, made }: Pick<HistoryRow, 'seq' | 'made'>): string {
  return `${seq}-${Math.floor(made).toString(36)}`
}

/** The folder itself and all below it. */
export const inTree = '(folder = ? or (folder >= ? and folder < ?))'
export const treeOf = (folder: string) =>
  folder === '' ? ['', '', '\u{10ffff}'] : [folder, `${folder}/`, `${folder}0`] // `0` comes after `/`
export const placeOf = (path: string) => [parentPath(path), baseName(path)] as const

/** As the database counts characters. */
export function charactersIn(text: string): number {
  return Array.from(text).length
}

/** What happened later has a later time, whatever the clock says. */
export function madeAfter({ one }: Statements, path: string, madeMs: number): number {
  const last = one(
    'select made from versions where folder = ? and name = ? order by seq desc limit 1',
    ...placeOf(path),
  ) as { made: number } | undefined
  return Math.max(madeMs, (last?.made ?? 0) + 1)
}
