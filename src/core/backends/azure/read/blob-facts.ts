/** Translates what the service reports about a blob. */
import type { FileAddress } from '../../object-store/address.ts'
import { notAFile, nothingAt } from '../../object-store/failures/failures.ts'
import type { BlobGetPropertiesResponse } from '@azure/storage-blob'
import { headIfAny, isMarker } from './look-up.ts'
import type { Scope } from '../connect/scope.ts'

/** Throws `not-found`, and `not-a-file` for the marker of a folder. */
export async function headOf(scope: Scope, { container, key, attempt }: FileAddress, signal: AbortSignal) {
  const head = await headIfAny(scope, container, key, signal)
  if (!head) throw nothingAt(attempt)
  if (isMarker(head.metadata)) throw notAFile(attempt)
  return head
}

type BlobText = 'contentType' | 'cacheControl' | 'contentDisposition' | 'contentEncoding' | 'contentLanguage'

/** Returns the headers that a blob is served with. */
export function textsOf(head: Pick<BlobGetPropertiesResponse, BlobText>) {
  const { contentType, cacheControl, contentDisposition, contentEncoding, contentLanguage } = head
  return {
    ...(contentType && { contentType }),
    ...(cacheControl && { cacheControl }),
    ...(contentDisposition && { contentDisposition }),
    ...(contentEncoding && { contentEncoding }),
    ...(contentLanguage && { contentLanguage }),
  }
}
