import { baseName, childPath, type Location, parentPath } from '../../../contract/location.ts'

export interface Rename {
  readonly from: Location
  readonly to: Location
}

export interface RenameStep extends Rename {
  /** The original location, before it was moved out of the way. */
  readonly home?: Location
}

/**
 * Orders renames so that each finds its new name free: of `a → b` and `b → c`, the second runs first. In a cycle, one
 * entry is first moved out of the way. `key` is the same for names that are one name on the store.
 */
export function orderRenames(
  renames: readonly Rename[],
  { key, detour }: { readonly key: (location: Location) => string; readonly detour: (number: number) => string },
): readonly RenameStep[] {
  const byFrom = new Map(renames.map((rename) => [key(rename.from), rename]))
  const steps: RenameStep[] = []
  const seen = new Set<Rename>()
  let detours = 0

  /**
   * Returns the rename of the entry that holds the new name, then of the entry that holds the new name of that one, and
   * so on. A rename that only changes the spelling ends the chain.
   */
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

/** Returns the rename of an entry within its folder. */
export function renameOf({ location, as }: { readonly location: Location; readonly as: string }): Rename {
  return { from: location, to: { mount: location.mount, path: childPath(parentPath(location.path), as) } }
}

export function isRenamed({ from, to }: Rename): boolean {
  return baseName(from.path) !== baseName(to.path)
}
