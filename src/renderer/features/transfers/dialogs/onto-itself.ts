import type { EntryKind } from '../../../../contract/entry.ts'
import { baseName, childPath, type Location } from '../../../../contract/location.ts'

/** `same`: a source is in this folder already. `itself`: a folder would go into itself or below. */
export type OntoItself = 'same' | 'itself'

/** What is to be copied or moved. `kind`: where a pane shows it. */
export interface Source {
  readonly location: Location
  readonly kind?: EntryKind
  /** Not the folder itself but what is in it. */
  readonly isContents?: boolean
}

/** Whether sources would be copied onto or into themselves, as far as the spelling of the locations tells. */
export function ontoItself(sources: readonly Source[], into: Location): OntoItself | undefined {
  const here = sources.filter(({ location }) => location.mount === into.mount)
  // nothing is in a file: where a folder may have its name, this one is the folder
  if (here.some(({ location, kind }) => kind !== 'file' && isAtOrBelow(into.path, location.path))) return 'itself'
  return here.some(({ location: { path } }) => childPath(into.path, baseName(path)) === path) ? 'same' : undefined
}

function isAtOrBelow(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`)
}
