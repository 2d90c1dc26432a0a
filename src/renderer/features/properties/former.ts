/** The values that a change of properties replaced, so that it can be undone. */
import type { Properties, PropertyChanges } from '../../../contract/facets.ts'
import type { Location } from '../../../contract/location.ts'

export interface ChangedProperties {
  readonly location: Location
  readonly before: PropertyChanges
  readonly after: PropertyChanges
}

/**
 * Returns the former values. Undefined if some value was not shown or cannot be set again, because the undo would be
 * incomplete.
 */
export function formerOf(
  location: Location,
  changes: PropertyChanges,
  { before, after }: { readonly before: Properties; readonly after: Properties },
): ChangedProperties | undefined {
  const names = Object.keys(changes) as (keyof PropertyChanges)[]
  if (names.some((name) => before.withheld[name] !== undefined || after.withheld[name] !== undefined)) return undefined
  const { encryption, storageClass } = before
  if (changes.encryption && encryption?.kind !== 'store' && encryption?.kind !== 'kms') return undefined
  if (changes.storageClass !== undefined && storageClass === undefined) return undefined
  return { location, before: pick(before, names), after: pick(after, names) }
}

/** A missing value is an empty text, or an empty table. */
function pick(properties: Properties, names: readonly (keyof PropertyChanges)[]): PropertyChanges {
  const empty: PropertyChanges = { metadata: {}, tags: {} }
  return Object.fromEntries(names.map((name) => [name, properties[name] ?? empty[name] ?? '']))
}
