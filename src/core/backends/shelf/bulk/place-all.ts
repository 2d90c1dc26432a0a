import { type Failure, failureOf } from '../../../../contract/failure.ts'
import { placeOf } from '../place.ts'
import type { Shelf } from '../shelf.ts'

/** Resolves the path of each item, and returns those that may not be stored there. */
export async function placeAll<Item>(
  { root }: Shelf,
  items: readonly Item[],
  pathOf: (item: Item) => string,
  operation: string,
) {
  const placed: { readonly item: Item; readonly place: string }[] = []
  const refused: { readonly path: string; readonly failure: Failure }[] = []
  for (const item of items) {
    try {
      placed.push({ item, place: await placeOf(root, pathOf(item), { operation, links: 'follow' }) })
    } catch (error) {
      refused.push({ path: pathOf(item), failure: failureOf(error, operation) })
    }
  }
  return { placed, refused }
}
