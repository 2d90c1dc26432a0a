import type { Location } from '../../../contract/location.ts'
import { type OntoItself, ontoItself } from '../../features/transfers/dialogs/onto-itself.ts'

export type Refusal = OntoItself | 'read-only'

/** Why locations can't be dropped into a folder; nothing when they can. */
export function refusalOf(
  sources: readonly Location[],
  into: Location,
  { canWrite }: { readonly canWrite: boolean },
): Refusal | undefined {
  return ontoItself(sources, into) ?? (canWrite ? undefined : 'read-only')
}
