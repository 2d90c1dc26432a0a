import type { ComparedSide, CompareRow } from '../../../contract/sync/compare.ts'
import { childPath } from '../../../contract/location.ts'
import { known } from '../../../lib/known.ts'
import type { Joined } from './join-folder.ts'
import type { Judged } from './judge-pair.ts'
import type { PackedFolder } from './packed-folder.ts'
import type { Visit } from './walk-pair.ts'

export function rowOf(
  joined: Joined,
  judged: Judged,
  { path, folders }: Pick<Visit<unknown>, 'path' | 'folders'>,
): CompareRow {
  const left = joined.left === undefined ? undefined : sideOf(folders.left, joined.left)
  const right = joined.right === undefined ? undefined : sideOf(folders.right, joined.right)
  const shown = left ?? right
  return {
    path: childPath(path, shown?.name ?? ''),
    kind: shown?.kind ?? 'file',
    ...known({ left, right }),
    ...(typeof judged === 'string' ? { difference: judged } : judged),
  }
}

function sideOf(folder: PackedFolder, row: number): ComparedSide {
  const { name, kind, sizeBytes, modifiedMs } = folder.entryOf(row)
  return { name, kind, ...known({ sizeBytes, modifiedMs }) }
}
