import { childPath, type Location } from '../../../contract/location.ts'
import type { Transfer } from '../../../contract/transfer.ts'

/** The folders in which a transfer changed something. */
export interface Touched {
  /** Only these folders themselves changed. */
  readonly folders: readonly Location[]
  /** These folders and everything below them may have changed. */
  readonly trees: readonly Location[]
  readonly isEnd: boolean
}

/**
 * Returns the folders in which a transfer adds or removes entries. A transfer lists only some of its sources, so many
 * sources count as their folder's whole tree.
 */
export function changedFolders(transfer: Transfer, { isEnd }: { readonly isEnd: boolean }): Touched {
  const { verb, from, into } = transfer
  // Anything below the two folders may have changed.
  if (verb === 'sync') return { folders: [], trees: [from, ...(into ? [into] : [])], isEnd }
  const folders = [...(into ? [into] : []), ...(verb === 'copy' ? [] : [from])]
  const trees = folders.flatMap((folder) => treesIn(folder, transfer))
  return { folders, trees, isEnd }
}

function treesIn(folder: Location, { names, sourceCount }: Transfer): readonly Location[] {
  if (sourceCount > names.length) return [folder]
  return names.map((name) => ({ mount: folder.mount, path: childPath(folder.path, name) }))
}

/** Tells whether something changed in a folder, below it, or the folder itself. */
export function isTouchedBelow(touched: Touched, { mount, path }: Location): boolean {
  const isBelow = (other: Location) => other.mount === mount && (path === '' || other.path.startsWith(`${path}/`))
  return isTouched(touched, { mount, path }) || touched.folders.some(isBelow)
}

/** Tells whether a shown folder is among the changed ones. */
export function isTouched({ folders, trees }: Touched, { mount, path }: Location): boolean {
  const isSame = (other: Location) => other.mount === mount && other.path === path
  const isIn = (tree: Location) =>
    tree.mount === mount && (tree.path === '' || path === tree.path || path.startsWith(`${tree.path}/`))
  return folders.some(isSame) || trees.some(isIn)
}
