/**
 * Writing in one step, as the service does it by itself: a blob appears when all of it is there. What fits into one block
 * goes in one request, more in blocks that are committed at the end. Every request's bytes are summed, and so is the whole.
 */
import { isUnmet, unlessDenied } from '../object-store/refusal.ts'
import { type Attempt, refuse } from '../object-store/failures.ts'
import { createHash } from 'node:crypto'
import { baseName } from '../../../contract/location.ts'
import { cancellingOnFailure } from '../../../lib/byte-stream.ts'
import type { Sums } from '../../../contract/entry.ts'
import type { Stored as StoredEntry, WriteOptions } from '../backend.ts'
import { type Keys, parentPrefix } from '../object-store/object-names.ts'
import { sendInParts } from '../object-store/send-in-parts.ts'
import { blockBytesFor } from './block-size.ts'
import { type Committed, startUpload, type Upload } from './blocks.ts'
import { failingAs } from './failures.ts'
import { factsOf } from './list.ts'
import { headIfAny, isFolder, whatIsAt } from './look-up.ts'
import { attemptAt, checkNewName, type Place, placeOf, type Scope } from './place.ts'
import { putOptions, type Stored, storedWith } from './stored.ts'

const operation = 'azure.write'

type Body = ReadableStream<Uint8Array>

export interface Target {
  readonly container: string
  readonly key: string
  readonly attempt: Attempt
}

export async function writeBlob(scope: Scope, path: string, body: Body, options: WriteOptions): Promise<StoredEntry> {
  const { signal, ifExists, properties } = options
  return cancellingOnFailure(body, async () => {
    signal.throwIfAborted()
    const place = placeOf(scope, path, operation)
    const attempt = attemptAt(place, operation, path)
    return failingAs(attempt, async () => {
      const target = targetOf(place, attempt)
      await checkTarget(scope, place.kind === 'inside' ? place : {}, target, options)
      const stored = storedWith(target.key, properties, { mustBeNew: ifExists === 'fail', tier: scope.tier })
      try {
        const sent = await send(scope, target, body, stored, options)
        return await checkStored(scope, target, sent, signal)
      } catch (error) {
        if (ifExists === 'fail' && isUnmet(error)) throw taken(attempt)
        throw error
      }
    })
  })
}

export function targetOf(place: Place, attempt: Attempt): Target {
  if (place.kind === 'inside' && place.file !== undefined) {
    checkNewName(place.file, attempt)
    return { container: place.container, key: place.file, attempt }
  }
  const isTop = place.kind === 'container-root' && attempt.path !== ''
  throw refuse(
    'not-a-file',
    (what) => (isTop ? `${what} is a container.` : `${what} is a folder, not a file.`),
    attempt,
  )
}

/**
 * Who may not list writes without these checks: nothing is harmed by a folder that is not there. Tells whether the name is
 * known to be free.
 */
export async function checkTarget(
  scope: Scope,
  keys: Keys,
  { container, key, attempt }: Target,
  { ifExists, isKnownFree, signal }: Pick<WriteOptions, 'ifExists' | 'isKnownFree' | 'signal'>,
): Promise<boolean> {
  if (isKnownFree) return true
  const isNew = scope.absent.has(container, key)
  const [hasParent, found] = await Promise.all([
    unlessDenied(isFolder(scope, container, parentPrefix(key), signal), true),
    isNew ? ({ kind: 'nothing' } as const) : unlessDenied(whatIsAt(scope, container, keys, signal), undefined),
  ])
  if (!hasParent) throw refuse('not-found', (what) => `There is no folder to put ${what} in.`, attempt)
  if (found?.kind === 'folder') throw refuse('not-a-file', (what) => `A folder is named ${what} already.`, attempt)
  if (ifExists === 'fail' && found?.kind === 'file') throw taken(attempt)
  return found?.kind === 'nothing'
}

interface Sent extends Partial<Omit<Committed, 'md5'>> {
  readonly bytes: number
  readonly sums: Sums
  readonly tier: string | undefined
}

async function send(
  scope: Scope,
  { container, key }: Target,
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
  { client }: Scope,
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
 * What the service has now. It is asked only where its answers proved nothing; who may write but not read is told what
 * was sent.
 */
export async function checkStored(
  scope: Scope,
  target: Target,
  { bytes, answer, sums, isProven, tier }: Sent,
  signal: AbortSignal,
): Promise<StoredEntry> {
  const { container, key, attempt } = target
  scope.folders.add(container, parentPrefix(key))
  scope.absent.drop(container, key)
  const entry: StoredEntry = {
    name: baseName(attempt.path),
    kind: 'file',
    sizeBytes: bytes,
    ...(answer?.versionId && { version: answer.versionId }),
    ...(Object.keys(sums).length > 0 && { sums }),
  }
  if (isProven) return { ...entry, ...factsOf(bytes, answer?.lastModified, tier), proof: 'sum' }
  const head = await unlessDenied(headIfAny(scope, container, key, signal), undefined)
  // not ours to see, or written anew by someone else already
  if (!head || (answer && head.etag !== answer.etag)) return entry
  if (head.contentLength !== bytes) {
    throw refuse('corrupt', (what) => `${what} has ${head.contentLength} bytes there instead of ${bytes}.`, attempt)
  }
  const version = head.versionId ? { version: head.versionId } : {}
  return { ...entry, ...factsOf(bytes, head.lastModified, head.accessTier), ...version, proof: 'size' }
}

export function taken(attempt: Attempt) {
  return refuse('exists', (what) => `There is something named ${what} already.`, attempt)
}
