import { childPath, parentPath } from '../../../contract/location.ts'
import { looseName } from '../../../lib/text/loose-name.ts'
import { markedName } from '../../transfers/decide/free-name.ts'
import type { Joinable } from '../compare/join-folder.ts'
import type { Visit } from '../compare/walk-pair.ts'
import type { SideName } from '../../../contract/sync/plan.ts'
import type { Spelled } from '../actions.ts'
import type { Place } from './place.ts'

interface Folder {
  readonly visit: Visit<unknown>
  readonly agreed: Joinable
}

/**
 * Names for entries that are kept next to others. They are free on both sides and in the agreed state, even with the
 * loosest comparison of names.
 */
export interface FreeNames {
  /** Returns `report (right).pdf` as its path on each side and in the agreed state. */
  next(place: Place, from: SideName, folder: Folder): Spelled
}

export function createFreeNames(): FreeNames {
  const taken = new WeakMap<object, Set<string>>()

  function takenIn({ visit, agreed }: Folder): Set<string> {
    const found = taken.get(visit)
    if (found) return found
    const names = new Set<string>()
    taken.set(visit, names)
    for (const { names: own } of [visit.folders.left, visit.folders.right, agreed])
      for (let row = 0; row < own.count; row++) names.add(looseName(own.nameOf(row)))
    return names
  }
  return {
    next(place, from, folder) {
      const names = takenIn(folder)
      const { [from]: entry, paths } = place
      const kind = entry?.kind === 'folder' ? 'folder' : 'file'
      let name = ''
      for (let number = 1; name === '' || names.has(looseName(name)); number++)
        name = markedName(entry?.name ?? '', number === 1 ? from : `${from} ${number}`, kind)
      names.add(looseName(name))
      const beside = (path: string) => childPath(parentPath(path), name)
      return { left: beside(paths.left), right: beside(paths.right), base: beside(place.basePath) }
    },
  }
}
