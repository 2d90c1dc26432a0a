import type { EntryKind, Sums } from '../../contract/entry.ts'
import type { Failure } from '../../contract/failure.ts'
import type { SideName, WhyKept } from '../../contract/sync/plan.ts'

/**
 * A folder below the top of a side, for deleted or replaced entries by the time of the run. It takes no part in a sync.
 */
export const archiveFolder = '.portolan-archive'

export function otherSide(side: SideName): SideName {
  return side === 'left' ? 'right' : 'left'
}

/** The state in which a file was seen. If a file is in another state when its action starts, it is planned again. */
export interface Mark {
  readonly kind: EntryKind
  readonly sizeBytes?: number
  readonly modifiedMs?: number
  readonly sums?: Sums
  /** The target of a symbolic link. */
  readonly target?: string
}

/** What both sides held when they last agreed. */
export interface Agreed {
  readonly left: Mark
  readonly right: Mark
}

export interface Seen {
  readonly left?: Mark
  readonly right?: Mark
}

/** The paths of one name: as each side spells it, and as the agreed state has it. */
export interface Spelled {
  readonly left: string
  readonly right: string
  readonly base: string
}

interface OfName {
  readonly at: Spelled
  /** Runs only after the deletions. */
  readonly isLate?: true
  /** Both sides agreed on it before, and one side lost it since. */
  readonly wasThere?: true
}

/** A step that is carried out. Missing parent folders are created. `over`: replaces the file that was seen there. */
export type SyncStep = OfName &
  (
    | {
        readonly do: 'copy'
        readonly to: SideName
        readonly from: string
        readonly path: string
        readonly over: boolean
        readonly seen: Seen
      }
    | { readonly do: 'make-folder'; readonly to: SideName; readonly path: string }
    /**
     * Renames an entry on one side. `fromBase` is its path in the agreed state. `seen`: the moved entry, and the entry
     * with the same content on the other side.
     */
    | {
        readonly do: 'move'
        readonly on: SideName
        readonly from: string
        readonly fromBase: string
        readonly path: string
        readonly seen: Seen
      }
    /** A copy to the right whose source is removed after verification. */
    | {
        readonly do: 'hand-over'
        readonly from: string
        readonly path: string
        readonly over: boolean
        readonly seen: Seen
      }
    /** Deletes an entry. A folder is deleted only if it is empty. */
    | { readonly do: 'delete'; readonly on: SideName; readonly path: string; readonly seen: Seen }
  )

/**
 * Paths are relative to the tops of the two sides. The contents of a folder come after the folder; a deleted folder
 * comes after its contents.
 */
export type SyncAction =
  | SyncStep
  /** The entry on one side is renamed, and then each side gets both. */
  | (OfName & {
      readonly do: 'both'
      readonly on: SideName
      readonly path: string
      readonly names: Spelled
      readonly seen: Seen
    })
  /** Both sides already hold the same, which only has to be recorded. */
  | { readonly do: 'agree'; readonly path: string; readonly agreed: Agreed }
  /** Neither side has the entry any more. */
  | { readonly do: 'forget'; readonly path: string }
  /** Nothing is done, and this is reported. */
  | (OfName & {
      readonly do: 'keep'
      readonly path: string
      readonly why: WhyKept
      readonly seen: Seen
      readonly failure?: Failure
    })
  | (OfName & { readonly do: 'ask'; readonly path: string; readonly seen: Seen })
