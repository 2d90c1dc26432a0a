import { baseName, childPath, type Location } from '../../../../contract/location.ts'

/** `same`: a source is in this folder already. `itself`: a folder would go into itself or below. */
export type OntoItself = 'same' | 'itself'

/** Whether sources would be copied onto or into themselves, as far as the spelling of the locations tells. */
export function ontoItself(sources: readonly Location[], into: Location): OntoItself | undefined {
  const here = sources.filter(({ mount }) => mount === into.mount)
  if (here.some(({ path }) => isAtOrBelow(into.path, path))) return 'itself'
  return here.some(({ path }) => childPath(into.path, baseName(path)) === path) ? 'same' : undefined
}

function isAtOrBelow(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`)
}
