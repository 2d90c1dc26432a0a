import { type Location, parentPath } from '../../../contract/location.ts'

export type Refusal = 'same' | 'itself' | 'read-only'

/** Why locations can't be dropped into a folder; nothing when they can. */
export function refusalOf(
  sources: readonly Location[],
  into: Location,
  { canWrite }: { readonly canWrite: boolean },
): Refusal | undefined {
  const isIn = ({ mount, path }: Location) =>
    mount === into.mount && (into.path === path || into.path.startsWith(`${path}/`))
  if (sources.some(isIn)) return 'itself'
  if (sources.some(({ mount, path }) => mount === into.mount && parentPath(path) === into.path)) return 'same'
  return canWrite ? undefined : 'read-only'
}
