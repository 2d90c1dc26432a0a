import { fileAt } from '../../object-store/address.ts'
import type { Backend } from '../../backend.ts'
import { failingAs } from '../failures/failures.ts'
import type { Scope } from '../connect/scope.ts'
import { sumsOf } from './kept-sum.ts'
import { headOf } from './blob-facts.ts'

/**
 * Returns the MD5 that was stored with a blob, mostly by other programs, or the CRC32 of a blob that was stored in
 * pieces.
 */
export function checksumsOf(scope: Scope): NonNullable<Backend['checksums']> {
  return {
    async checksums(path, { signal }) {
      signal.throwIfAborted()
      const at = fileAt(scope, path, 'azure.checksums')
      return failingAs(at.attempt, async () => sumsOf(await headOf(scope, at, signal)))
    },
  }
}
