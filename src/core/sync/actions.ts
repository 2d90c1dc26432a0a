import type { EntryKind, Sums } from '../../contract/entry.ts'

export type SideName = 'left' | 'right'

export function otherSide(side: SideName): SideName {
  return side === 'left' ? 'right' : 'left'
}

export const syncModes = ['update', 'mirror', 'two-way', 'contribute', 'move-into'] as const
/** What is done with what differs; see docs/sync.md. All but `two-way` change the right side alone, and `move-into` empties the left. */
export type SyncMode = (typeof syncModes)[number]

export const conflictWays = ['keep-both', 'newer', 'older', 'left', 'right', 'ask'] as const
/** What becomes of a file that changed on both sides. */
export type ConflictWay = (typeof conflictWays)[number]

/** The state a file was seen in. An action whose files are in another state when it is begun is planned anew. */
export interface Mark {
  readonly kind: EntryKind
  readonly sizeBytes?: number
  readonly modifiedMs?: number
  readonly sums?: Sums
  /** Where a link leads. */
  readonly target?: string
}

/** What both sides held when they agreed last. */
export interface Agreed {
  readonly left: Mark
  readonly right: Mark
}

export interface Seen {
  readonly left?: Mark
  readonly right?: Mark
}

export type WhyKept = 'newer-right' | 'kind-differs' | 'case-clash' | 'bad-name' | 'failed' | 'differs'

/** Paths are below the two tops. What is in a folder comes after the folder; a folder that goes, after what is in it. */
export type SyncAction =
  /** `over`: replaces the file that was seen there. Missing parent folders are made. */
  | {
      readonly do: 'copy'
      readonly to: SideName
      readonly from: string
      readonly path: string
      readonly over: boolean
      readonly seen: Seen
    }
  | { readonly do: 'make-folder'; readonly to: SideName; readonly path: string }
  /** To another name of the same side. */
  | { readonly do: 'move'; readonly on: SideName; readonly from: string; readonly path: string; readonly seen: Seen }
  /** A copy to the right whose source goes once it is proved. */
  | {
      readonly do: 'hand-over'
      readonly from: string
      readonly path: string
      readonly over: boolean
      readonly seen: Seen
    }
  /** A folder only when nothing is in it any more. */
  | { readonly do: 'delete'; readonly on: SideName; readonly path: string; readonly seen: Seen }
  /** Both sides hold the same already; it is to be written down. */
  | { readonly do: 'agree'; readonly path: string; readonly agreed: Agreed }
  /** Neither side has it any more. */
  | { readonly do: 'forget'; readonly path: string }
  /** Nothing is done, and that is to be said. */
  | { readonly do: 'keep'; readonly path: string; readonly why: WhyKept }
  | { readonly do: 'ask'; readonly path: string; readonly seen: Seen }
