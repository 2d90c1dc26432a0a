import type { EntryKind } from '../../../../contract/entry.ts'
import { baseName, childPath, type Location } from '../../../../contract/location.ts'

/**
 * `same`: a source is already in this folder. `itself`: a folder would be copied into itself or into a folder below it.
 */
export type OntoItself = 'same' | 'itself'

/** An item to copy or move. `kind` is known if a pane shows the item. */
export interface Source {
  readonly location: Location
  readonly kind?: EntryKind
  /** True to copy the content of the folder without the folder itself. */
  readonly isContents?: boolean
}

/** Tells whether sources would be copied onto or into themselves, as far as the spelling of the locations shows. */
export function ontoItself(sources: readonly Source[], into: Location): OntoItself | undefined {
  const here = sources.filter(({ location }) => location.mount === into.mount)
  // A file cannot contain the target folder. If a file and a folder have the same name, the target is in the folder.
  if (here.some(({ location, kind }) => kind !== 'file' && isAtOrBelow(into.path, location.path))) return 'itself'
  return here.some(({ location: { path } }) => childPath(into.path, baseName(path)) === path) ? 'same' : undefined
}

function isAtOrBelow(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`)
}
