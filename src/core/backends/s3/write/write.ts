/**
 * Writes a file in one step, as S3 does by itself: an object appears when all its bytes are stored. A file that fits
 * into one part is sent in one request, a larger one as a multipart upload. The bytes of every request are signed, and
 * have a checksum if the service supports it.
 */
import { checkTarget, noteStored, targetOf } from '../../object-store/write/target.ts'
import { type Address, atAddress } from '../../object-store/address.ts'
import { isUnmet, unlessDenied } from '../../object-store/failures/refusal.ts'
import { type Attempt, otherSize, refuse, taken } from '../../object-store/failures/failures.ts'
import type { PropertyChanges } from '../../../../contract/facets.ts'
import { baseName } from '../../../../contract/location.ts'
import { cancellingOnFailure } from '../../../../lib/flow/byte-stream.ts'
import type { Stored, WriteOptions } from '../../backend.ts'
import { factsOf } from '../read/list.ts'
import { headIfAny } from '../read/look-up.ts'
import { startUpload, type Upload } from './multipart.ts'
import { headersOfNew } from './object-headers.ts'
import { sendInParts } from '../../object-store/write/send-in-parts.ts'
import { partBytesFor } from './part-size.ts'
import { persist } from '../connect/persist.ts'
import type { ObjectAddress, Scope } from '../connect/scope.ts'
import { type Proven, provenBytes } from './proof.ts'
import { putObject } from './put-object.ts'
import { ensureTags } from './tags.ts'

const operation = 's3.write'
const bulkOperation = 's3.bulk.write'

type Body = ReadableStream<Uint8Array>

export async function writeObject(scope: Scope, path: string, body: Body, options: WriteOptions): Promise<Stored> {
  return cancellingOnFailure(body, () =>
    storing(scope, path, options, operation, (target) => send(scope, target, body, options)),
  )
}

/** Does the same as `writeObject`, for bytes in memory that are few enough for one request. */
export async function writeBytes(scope: Scope, path: string, bytes: Uint8Array, options: Wishes): Promise<Stored> {
  return storing(scope, path, options, bulkOperation, async ({ bucket, key, attempt }) => {
    const headers = headersOfNew(baseName(path), scope.newFiles, undefined, attempt)
    const mustBeNew = options.ifExists === 'fail'
    const answer = await putObject(scope, { bucket, key, bytes, headers, mustBeNew, signal: options.signal })
    return { bytes: bytes.length, proven: provenBytes(answer, bytes), properties: undefined }
  })
}

type Wishes = Pick<WriteOptions, 'ifExists' | 'isKnownFree' | 'signal'>

async function storing(
  scope: Scope,
  path: string,
  options: Wishes,
  named: string,
  sending: (target: ObjectAddress) => Promise<Sent>,
): Promise<Stored> {
  const { signal, ifExists } = options
  return atAddress(scope, { operation: named, path, signal }, async (address, attempt) => {
    const target = await freeTarget(scope, address, attempt, options)
    try {
      return await storedOf(scope, target, await sending(target), signal)
    } catch (error) {
      throw ifExists === 'fail' && isUnmet(error) ? taken(attempt) : error
    }
  })
}

/**
 * Checks the target like `checkTarget`. For a name known to be free it sends no request, if the service itself
 * guarantees that the object is new.
 */
export async function freeTarget(
  scope: Scope,
  address: Address,
  attempt: Attempt,
  { ifExists, isKnownFree = false, signal }: Wishes,
): Promise<ObjectAddress> {
  const target = targetOf(scope, address, attempt)
  const { container: bucket, key } = target
  const keys = address.kind === 'inside' ? address : {}
  const found = isKnownFree ? undefined : await checkTarget(scope, target, keys, { ifExists, signal })
  const isGuarded = found !== undefined || (isKnownFree && scope.client.abilities.conditions)
  if (ifExists === 'fail' && !isGuarded && (await unlessDenied(headIfAny(scope, bucket, key, signal), undefined))) {
    throw taken(attempt)
  }
  return { bucket, key, attempt }
}

interface Sent {
  readonly bytes: number
  readonly proven: Proven
  readonly properties: PropertyChanges | undefined
}

async function send(
  scope: Scope,
  { bucket, key, attempt }: ObjectAddress,
  body: Body,
  { signal, ifExists, expectedBytes, properties }: WriteOptions,
): Promise<Sent> {
  const headers = headersOfNew(baseName(attempt.path), scope.newFiles, properties, attempt)
  const mustBeNew = ifExists === 'fail'
  return sendInParts(body, {
    signal,
    partBytesFor: (number) => partBytesFor(number, expectedBytes),
    async sendWhole(bytes) {
      const answer = await putObject(scope, { bucket, key, bytes, headers, mustBeNew, signal })
      return { bytes: bytes.length, proven: provenBytes(answer, bytes), properties }
    },
    start: (firstPartBytes) => startUpload(scope, { bucket, key, firstPartBytes, headers, signal }),
    async finish(upload: Upload, bytes) {
      // checked again, because the upload took a while, and some services silently ignore the condition here
      if (mustBeNew && (await unlessDenied(headIfAny(scope, bucket, key, signal), undefined))) throw taken(attempt)
      const proven = await upload.complete({ mustBeNew })
      await ensureTags(scope, { bucket, key }, properties?.tags, signal)
      return { bytes, proven, properties }
    },
  })
}

/**
 * Returns what the service has now. It sends a request only if the response to the write proved nothing. A user with
 * the right to write but not to read gets what was sent.
 */
export async function storedOf(
  scope: Scope,
  { bucket, key, attempt }: ObjectAddress,
  { bytes, proven, properties }: Sent,
  signal: AbortSignal,
): Promise<Stored> {
  noteStored(scope, bucket, key)
  const { etag, version, isRight, sums } = proven
  if (isRight === false) {
    throw refuse('corrupt', 'objects.other-checksum', attempt)
  }
  const known: Stored = {
    name: baseName(attempt.path),
    kind: 'file',
    sizeBytes: bytes,
    ...(version !== undefined && { version }),
    ...(Object.keys(sums).length > 0 && { sums }),
  }
  if (isRight) {
    const storageClass = properties?.storageClass ?? scope.newFiles.storageClass ?? 'STANDARD'
    return { ...known, storageClass, proof: 'sum' }
  }
  // the file is stored, so a failure must not be reported
  const look = () => headIfAny(scope, bucket, key, signal)
  const head = await unlessDenied(persist({ signal, isHarmless: true }, look), undefined)
  if (!head || head.ETag !== etag) return known // no right to read it, or already replaced by another writer
  if (head.ContentLength !== bytes) {
    throw otherSize(attempt, head.ContentLength, bytes)
  }
  const facts = factsOf(bytes, head.LastModified)
  return { ...known, ...facts, storageClass: head.StorageClass ?? 'STANDARD', proof: 'size' }
}
