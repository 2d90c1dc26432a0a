/**
 * Writes a file in one step, as the service does by itself: a blob appears when all its bytes are stored. A file that
 * fits into one block is sent in one request, a larger one in blocks that are committed at the end. The bytes of every
 * request have a checksum, and so has the whole.
 */
import { checkTarget, noteStored, targetOf } from '../../object-store/write/target.ts'
import { type Address, type FileAddress, atAddress } from '../../object-store/address.ts'
import { isUnmet, unlessDenied } from '../../object-store/failures/refusal.ts'
import { type Attempt, otherSize, taken } from '../../object-store/failures/failures.ts'
import { createHash } from 'node:crypto'
import { baseName } from '../../../../contract/location.ts'
import { cancellingOnFailure } from '../../../../lib/flow/byte-stream.ts'
import type { Sums } from '../../../../contract/entry.ts'
import type { Stored as StoredEntry, WriteOptions } from '../../backend.ts'
import { sendInParts } from '../../object-store/write/send-in-parts.ts'
import { blockBytesFor } from './block-size.ts'
import { type Committed, startUpload, type Upload } from './blocks.ts'
import { factsOf } from '../read/list.ts'
import { headIfAny } from '../read/look-up.ts'
import type { Scope } from '../connect/scope.ts'
import { putOptions, type Stored, storedWith } from './stored.ts'

const operation = 'azure.write'

type Body = ReadableStream<Uint8Array>

export async function writeBlob(scope: Scope, path: string, body: Body, options: WriteOptions): Promise<StoredEntry> {
  const { signal, ifExists, properties } = options
  return cancellingOnFailure(body, () =>
    atAddress(scope, { operation, path, signal }, async (address, attempt) => {
      const { target } = await freeTarget(scope, address, attempt, options)
      const stored = storedWith(target.key, properties, { mustBeNew: ifExists === 'fail', tier: scope.tier })
      try {
        const sent = await send(scope, target, body, stored, options)
        return await checkStored(scope, target, sent, signal)
      } catch (error) {
        throw ifExists === 'fail' && isUnmet(error) ? taken(attempt) : error
      }
    }),
  )
}

/**
 * Checks the target like `checkTarget`, and returns whether the name is known to be free. The service itself guarantees
 * that a new blob is new.
 */
export async function freeTarget(
  scope: Scope,
  address: Address,
  attempt: Attempt,
  { ifExists, isKnownFree = false, signal }: Pick<WriteOptions, 'ifExists' | 'isKnownFree' | 'signal'>,
): Promise<{ readonly target: FileAddress; readonly isFree: boolean }> {
  const target = targetOf(scope, address, attempt)
  if (isKnownFree) return { target, isFree: true }
  const keys = address.kind === 'inside' ? address : {}
  return { target, isFree: (await checkTarget(scope, target, keys, { ifExists, signal })) === 'nothing' }
}

interface Sent extends Partial<Omit<Committed, 'md5'>> {
  readonly bytes: number
  readonly sums: Sums
  readonly tier: string | undefined
}

async function send(
  scope: Scope,
  { container, key }: FileAddress,
  body: Body,
  stored: Stored,
  { signal, expectedBytes }: WriteOptions,
): Promise<Sent> {
  const { tier } = stored
  return sendInParts(body, {
    signal,
    partBytesFor: (number) => blockBytesFor(number, expectedBytes),
    async sendWhole(bytes) {
      const { md5, ...committed } = await putBlob(scope, { container, key, bytes, stored, signal })
      return { bytes: bytes.length, tier, ...committed, sums: { md5 } }
    },
    start: (firstBlockBytes) => startUpload(scope, { container, key, firstBlockBytes, signal }),
    async finish(upload: Upload, bytes) {
      const { md5, ...committed } = await upload.commit(stored)
      return { bytes, tier, ...committed, sums: { md5 } }
    },
  })
}

/** Stores a blob with one request. */
export async function putBlob(
  { client }: Pick<Scope, 'client'>,
  put: {
    readonly container: string
    readonly key: string
    readonly bytes: Uint8Array
    readonly stored: Stored
    readonly signal: AbortSignal
  },
): Promise<Committed> {
  const { container, key, bytes, stored, signal } = put
  const md5 = createHash('md5').update(bytes).digest()
  const answer = await client.request({ right: 'write', signal, again: 'refused' }, ({ abortSignal }) =>
    client.blob(container, key).upload(bytes, bytes.length, { abortSignal, ...putOptions({ ...stored, md5 }) }),
  )
  const { contentMD5 } = answer
  return { answer, md5: md5.toString('hex'), isProven: contentMD5 !== undefined && md5.equals(contentMD5) }
}

/**
 * Returns what the service has now. It sends a request only if the responses to the write proved nothing. A user with
 * the right to write but not to read gets what was sent.
 */
export async function checkStored(
  scope: Scope,
  target: FileAddress,
  { bytes, answer, sums, isProven, tier }: Sent,
  signal: AbortSignal,
): Promise<StoredEntry> {
  const { container, key, attempt } = target
  noteStored(scope, container, key)
  const entry: StoredEntry = {
    name: baseName(attempt.path),
    kind: 'file',
    sizeBytes: bytes,
    ...(answer?.versionId && { version: answer.versionId }),
    ...(Object.keys(sums).length > 0 && { sums }),
  }
  if (isProven) return { ...entry, ...factsOf(bytes, answer?.lastModified, tier), proof: 'sum' }
  const head = await unlessDenied(headIfAny(scope, container, key, signal), undefined)
  // no right to read it, or already replaced by another writer
  if (!head || (answer && head.etag !== answer.etag)) return entry
  if (head.contentLength !== bytes) {
    throw otherSize(attempt, head.contentLength, bytes)
  }
  const version = head.versionId ? { version: head.versionId } : {}
  return { ...entry, ...factsOf(bytes, head.lastModified, head.accessTier), ...version, proof: 'size' }
}
