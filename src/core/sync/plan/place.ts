import type { Entry } from '../../../contract/entry.ts'
import { childPath } from '../../../contract/location.ts'
import { known } from '../../../lib/known.ts'
import type { BaseFolder } from '../base/base-folder.ts'
import type { Joined } from '../compare/join-folder.ts'
import type { Visit } from '../compare/walk-pair.ts'
import type { Filter } from '../filters/filters.ts'
import type { SideName } from '../../../contract/sync/plan.ts'
import type { Mark } from '../actions.ts'
import type { Triple } from './decide-pair.ts'
import type { FolderNote } from './doomed.ts'

/** One name in a folder that is being planned. */
export interface Place {
  readonly left?: Entry
  readonly right?: Entry
  readonly triple: Triple
  /** The path as the agreed state has it. */
  readonly basePath: string
  /** The path on each side. If the name does not exist there, it is the path it would get. */
  readonly paths: Readonly<Record<SideName, string>>
}

export function placeOf(joined: Joined, { folders, note, left, right }: Visit<FolderNote>, agreed: BaseFolder): Place {
  const ours = joined.left === undefined ? undefined : folders.left.entryOf(joined.left)
  const theirs = joined.right === undefined ? undefined : folders.right.entryOf(joined.right)
  const base = joined.base === undefined ? undefined : agreed.agreedOf(joined.base)
  const baseName = joined.base === undefined ? undefined : agreed.names.nameOf(joined.base)
  const name = ours?.name ?? baseName ?? theirs?.name ?? ''
  return {
    ...known({ left: ours, right: theirs }),
    triple: { left: ours && markOf(ours), right: theirs && markOf(theirs), base },
    basePath: childPath(note.path, baseName ?? name),
    paths: {
      left: childPath(left, ours?.name ?? theirs?.name ?? name),
      right: childPath(right, theirs?.name ?? ours?.name ?? name),
    },
  }
}

export function markOf({ kind, sizeBytes, modifiedMs, sums, link }: Entry): Mark {
  return { kind, ...known({ sizeBytes, modifiedMs, sums, target: link?.target }) }
}

/** Filters leave a name out on both sides. */
export function takesPart({ left, right }: Place, filter: Filter | undefined, below: string): boolean {
  if (!filter) return true
  return [left, right].every(
    (entry) =>
      !entry ||
      (filter.takesName(entry.name, entry.kind, below) && (entry.kind === 'folder' || filter.takesFile(entry))),
  )
}
