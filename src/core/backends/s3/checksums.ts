import type { Backend } from '../backend.ts'
import { failingAs } from './failures.ts'
import { checksumsOfHead, headWithSums } from './object-facts.ts'
import { objectAt, type Scope } from './place.ts'

export function checksumsFacetOf(scope: Scope): NonNullable<Backend['checksums']> {
  return {
    async checksums(path, { signal }) {
      const place = objectAt(scope, path, 's3.checksums')
      return failingAs(place.attempt, async () => checksumsOfHead(await headWithSums(scope, place, signal)))
    },
  }
}
