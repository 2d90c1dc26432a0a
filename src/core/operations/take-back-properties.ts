import { type Said, said } from '../../contract/sentences/said.ts'
import type { PropertyChanges } from '../../contract/facets.ts'
import { StorageError } from '../../contract/failure.ts'
import { formatLocation } from '../../contract/location.ts'
import type { Waits } from '../backends/backend.ts'
import type { OpenedLocation } from './opened-location.ts'

/** A change of properties, with the same names in both parts. */
export interface ChangedValues {
  readonly before: PropertyChanges
  readonly after: PropertyChanges
}

/**
 * Restores properties to their values before a change, if they are still as that change left them. Throws `changed`.
 */
export async function takeBackProperties(
  { mount, path, backend }: OpenedLocation,
  { before, after }: ChangedValues,
  { signal }: Waits,
): Promise<void> {
  const location = formatLocation({ mount, path })
  const refuse = (kind: 'changed' | 'unsupported', why: Said) =>
    new StorageError({ kind, ...why, operation: 'properties.takeBack', location })
  if (!backend.properties) throw refuse('unsupported', said('properties.none'))
  const now = await backend.properties.read(path, { signal })
  const names = Object.keys(after) as (keyof PropertyChanges)[]
  if (!names.every((name) => isSame(now[name], after[name]))) {
    throw refuse('changed', said('undo.properties-changed', { what: path }))
  }
  await backend.properties.change(path, before, { signal })
}

/** Compares texts, and tables of texts in any order. A missing text equals an empty one. */
function isSame(a: unknown, b: unknown): boolean {
  return plain(a) === plain(b)
}

function plain(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? '')
  return JSON.stringify(Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)))
}
