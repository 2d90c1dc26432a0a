import { childPath, type Location } from '../../../contract/location.ts'
import type { Transfer } from '../../../contract/transfer.ts'

/** Folders in which a transfer changed something. */
export interface Touched {
  /** These themselves. */
  readonly folders: readonly Location[]
  /** These and whatever is below. */
  readonly trees: readonly Location[]
  readonly isEnd: boolean
}

/** Where a transfer adds and where it takes away. Sources are named only in part, so many of them count as their folder's tree. */
export function changedFolders(transfer: Transfer, { isEnd }: { readonly isEnd: boolean }): Touched {
  const { verb, from, into } = transfer
  // anything below the two may have changed
  if (verb === 'sync') return { folders: [], trees: [from, ...(into ? [into] : [])], isEnd }
  const folders = [...(into ? [into] : []), ...(verb === 'copy' ? [] : [from])]
  const trees = folders.flatMap((folder) => treesIn(folder, transfer))
  return { folders, trees, isEnd }
}

function treesIn(folder: Location, { names, sourceCount }: Transfer): readonly Location[] {
  if (sourceCount > names.length) return [folder]
  return names.map((name) => ({ mount: folder.mount, path: childPath(folder.path, name) }))
}

/** Is something that changed in a folder or below it, or the folder itself? */
export function isTouchedBelow(touched: Touched, { mount, path }: Location): boolean {
  const isBelow = (other: Location) => other.mount === mount && (path === '' || other.path.startsWith(`${path}/`))
  return isTouched(touched, { mount, path }) || touched.folders.some(isBelow)
}

/** Is a folder that somebody looks at among those that changed? */
export function isTouched({ folders, trees }: Touched, { mount, path }: Location): boolean {
  const isSame = (other: Location) => other.mount === mount && other.path === path
  const isIn = (tree: Location) =>
    tree.mount === mount && (tree.path === '' || path === tree.path || path.startsWith(`${tree.path}/`))
  return folders.some(isSame) || trees.some(isIn)
}
