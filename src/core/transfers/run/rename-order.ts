import { baseName, childPath, type Location, parentPath } from '../../../contract/location.ts'

export interface Rename {
  readonly from: Location
  readonly to: Location
}

export interface RenameStep extends Rename {
  /** Where it was before it was put out of the way. */
  readonly home?: Location
}

/**
 * Renames in an order in which each finds its new name free: of `a → b` and `b → c`, the second one goes first. Where names
 * go round, one of them is put out of the way first. `key` is the same for names that are one name there.
 */
export function orderRenames(
  renames: readonly Rename[],
  { key, detour }: { readonly key: (location: Location) => string; readonly detour: (number: number) => string },
): readonly RenameStep[] {
  const byFrom = new Map(renames.map((rename) => [key(rename.from), rename]))
  const steps: RenameStep[] = []
  const seen = new Set<Rename>()
  let detours = 0

  /** What holds the new name, and what holds the new name of that, and so on; not what only changes its spelling. */
  function chainFrom(first: Rename): { readonly chain: readonly Rename[]; readonly isRound: boolean } {
    const chain = [first]
    for (let last = first; ;) {
      const next = byFrom.get(key(last.to))
      if (!next || next === last) return { chain, isRound: false }
      if (next === first) return { chain, isRound: true }
      if (seen.has(next)) return { chain, isRound: false }
      chain.push(next)
      last = next
    }
  }

  for (const rename of renames) {
    if (seen.has(rename)) continue
    const { chain, isRound } = chainFrom(rename)
    for (const each of chain) seen.add(each)
    const backwards = chain.toReversed()
    const [last] = backwards
    if (!isRound || !last) {
      steps.push(...backwards)
      continue
    }
    const aside = { ...last.from, path: childPath(parentPath(last.from.path), detour((detours += 1))) }
    steps.push({ from: last.from, to: aside }, ...backwards.slice(1), { from: aside, to: last.to, home: last.from })
  }
  return steps
}

/** What becomes of something that is given another name in its folder. */
export function renameOf({ location, as }: { readonly location: Location; readonly as: string }): Rename {
  return { from: location, to: { mount: location.mount, path: childPath(parentPath(location.path), as) } }
}

export function isRenamed({ from, to }: Rename): boolean {
  return baseName(from.path) !== baseName(to.path)
}
