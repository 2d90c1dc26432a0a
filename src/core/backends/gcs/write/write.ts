/**
 * Writes a file in one step, as the service does by itself: an object appears when all its bytes are stored, with its
 * checksum.
 */
import { baseName } from '../../../../contract/location.ts'
import { cancellingOnFailure } from '../../../../lib/flow/byte-stream.ts'
import type { Stored, WriteOptions } from '../../backend.ts'
import { contentTypeOf } from '../../content-type.ts'
import { type Address, atAddress, type FileAddress } from '../../object-store/address.ts'
import { type Attempt, taken } from '../../object-store/failures/failures.ts'
import { isUnmet } from '../../object-store/failures/refusal.ts'
import { sendInParts } from '../../object-store/write/send-in-parts.ts'
import { checkTarget, noteStored, targetOf } from '../../object-store/write/target.ts'
import type { Scope } from '../connect/scope.ts'
import { factsOf, type SaidObject, sumsOf } from '../read/facts.ts'
import { type NewObject, partBytes, putObject, startUpload } from './upload.ts'

type Body = ReadableStream<Uint8Array>

export async function writeObject(scope: Scope, path: string, body: Body, options: WriteOptions): Promise<Stored> {
  const { signal, ifExists, properties } = options
  const mustBeNew = ifExists === 'fail'
  return cancellingOnFailure(body, () =>
    atAddress(scope, { operation: 'gcs.write', path, signal }, async (address, attempt) => {
      const { container: bucket, key } = await freeTarget(scope, address, attempt, options)
      const object: NewObject = {
        ...contentTypeOf(baseName(path)),
        ...(properties?.contentType !== undefined && { contentType: properties.contentType }),
        bucket,
        key,
        mustBeNew,
        signal,
      }
      try {
        const said = await sendInParts(body, {
          signal,
          partBytesFor: () => partBytes,
          sendWhole: (bytes) => putObject(scope, object, bytes),
          start: () => startUpload(scope, object),
          finish: (upload) => upload.finish(),
        })
        noteStored(scope, bucket, key)
        return storedOf(path, said, 'sum')
      } catch (error) {
        throw mustBeNew && isUnmet(error) ? taken(attempt) : error
      }
    }),
  )
}

/**
 * Throws if the file must not be written. For a name known to be free it sends no request, because the service itself
 * guarantees that a new object is new.
 */
export async function freeTarget(
  scope: Scope,
  address: Address,
  attempt: Attempt,
  { ifExists, isKnownFree, signal }: Pick<WriteOptions, 'ifExists' | 'isKnownFree' | 'signal'>,
): Promise<FileAddress> {
  const target = targetOf(scope, address, attempt)
  if (!isKnownFree) await checkTarget(scope, target, address.kind === 'inside' ? address : {}, { ifExists, signal })
  return target
}

export function storedOf(path: string, said: SaidObject, proof: 'sum' | 'size'): Stored {
  return {
    name: baseName(path),
    kind: 'file',
    ...factsOf(said),
    sums: sumsOf(said),
    proof,
  }
}
