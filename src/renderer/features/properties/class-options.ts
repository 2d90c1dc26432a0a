import type { Capabilities } from '../../../contract/capabilities.ts'
import { text } from '../../strings/text.ts'

/** Returns the storage classes of a mount as options. An unknown class is shown under its technical name. */
export function classOptions(
  capabilities: Capabilities | undefined,
  now: string | undefined,
): readonly (readonly [string, string])[] {
  const classes = capabilities?.properties?.storageClasses ?? []
  const options = classes.map(
    ({ id, label, isArchive }) => [id, isArchive ? text('properties.archive-class', { label }) : label] as const,
  )
  return now === undefined || classes.some(({ id }) => id === now) ? options : [[now, now], ...options]
}

export function isArchiveClass(capabilities: Capabilities | undefined, id: string): boolean {
  return capabilities?.properties?.storageClasses.find((each) => each.id === id)?.isArchive ?? false
}
