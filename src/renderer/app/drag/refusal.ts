import type { Location } from '../../../contract/location.ts'
import { type OntoItself, ontoItself, type Source } from '../../features/transfers/dialogs/onto-itself.ts'

export type Refusal = OntoItself | 'read-only'

/** Returns why the items cannot be dropped into a folder; undefined if they can. */
export function refusalOf(
  sources: readonly Source[],
  into: Location,
  { canWrite }: { readonly canWrite: boolean },
): Refusal | undefined {
  return ontoItself(sources, into) ?? (canWrite ? undefined : 'read-only')
}
