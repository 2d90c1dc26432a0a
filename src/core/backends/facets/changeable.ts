import { said } from '../../../contract/sentences/said.ts'
import type { Capabilities } from '../../../contract/capabilities.ts'
import { changeableProperties } from '../../../contract/choices.ts'
import type { PropertyChanges } from '../../../contract/facets.ts'
import { StorageError } from '../../../contract/failure.ts'

/** Throws `unsupported` if a mount cannot change one of the properties, before any of them is changed. */
export function checkChangeable({ properties }: Capabilities, changes: PropertyChanges, operation: string): void {
  const refused = changeableProperties.find(
    (name) => changes[name] !== undefined && !properties?.changeable.includes(name),
  )
  if (refused === undefined) return
  throw new StorageError({
    kind: 'unsupported',
    ...said('layer.unchangeable-property', { property: refused }),
    operation,
  })
}
