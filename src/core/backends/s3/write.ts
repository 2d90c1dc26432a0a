/**
 * Writing in one step, as S3 does it by itself: an object appears when all of it is there. What fits into one part goes
 * in one request, more in an upload of parts. Every request's bytes are signed and, where the service can, summed.
 */
import type { Entry } from '../../../contract/entry.ts'
import { baseName } from '../../../contract/location.ts'
import { cancellingOnFailure, forEachChunk } from '../../../lib/byte-stream.ts'
import type { WriteOptions } from '../backend.ts'
import { type Attempt, failingAs, refuse } from './failures.ts'
import { factsOf } from './list.ts'
import { headIfAny, isFolder, unlessDenied, whatIsAt } from './look-up.ts'
import type { Keys } from '../object-names.ts'
import { startUpload, type Upload } from './multipart.ts'
import { headersOfNew } from './object-headers.ts'
import { createPartBuffer } from '../part-buffer.ts'
import { partBytesFor } from './part-size.ts'
import { persist } from './persist.ts'
import { attemptAt, type Place, placeOf, type Scope } from './place.ts'
import { putObject } from './put-object.ts'
import { isCode } from './refusal.ts'
import { ensureTags } from './tags.ts'

const operation = 's3.write'

type Body = ReadableStream<Uint8Array>

interface Target {
  readonly bucket: string
  readonly key: string
  readonly attempt: Attempt
}

export async function writeObject(scope: Scope, path: string, body: Body, options: WriteOptions): Promise<Entry> {
  const { signal, ifExists } = options
  return cancellingOnFailure(body, async () => {
    signal.throwIfAborted()
    const place = placeOf(scope, path, operation)
    const attempt = attemptAt(place, operation, path)
    return failingAs(attempt, async () => {
      const target = targetOf(place, attempt)
      await checkTarget(scope, place.kind === 'inside' ? place : {}, target, options)
      try {
        const sent = await send(scope, target, body, options)
        return await checkStored(scope, target, sent, signal)
      } catch (error) {
        if (ifExists === 'fail' && isCode(error, 'PreconditionFailed', 'Http412')) throw taken(attempt)
        throw error
      }
    })
  })
}

function targetOf(place: Place, attempt: Attempt): Target {
  if (place.kind === 'inside' && place.file !== undefined) return { bucket: place.bucket, key: place.file, attempt }
  const isTop = place.kind === 'bucket-root' && attempt.path !== ''
  throw refuse('not-a-file', (what) => (isTop ? `${what} is a bucket.` : `${what} is a folder, not a file.`), attempt)
}

/** A key that may not list writes without these checks: on S3 nothing is harmed by a folder that is not there. */
async function checkTarget(scope: Scope, keys: Keys, target: Target, { ifExists, signal }: WriteOptions) {
  const { bucket, key, attempt } = target
  const parent = parentPrefix(key)
  const isNew = scope.absent.has(bucket, key)
  const [hasParent, found] = await Promise.all([
    unlessDenied(isFolder(scope, bucket, parent, signal), true),
    isNew ? ({ kind: 'nothing' } as const) : unlessDenied(whatIsAt(scope, bucket, keys, signal), undefined),
  ])
  if (!hasParent) throw refuse('not-found', (what) => `There is no folder to put ${what} in.`, attempt)
  if (found?.kind === 'folder') throw refuse('not-a-file', (what) => `A folder is named ${what} already.`, attempt)
  if (ifExists === 'replace') return
  const isTaken = found ? found.kind === 'file' : await unlessDenied(headIfAny(scope, bucket, key, signal), undefined)
  if (isTaken) throw taken(attempt)
}

interface Sent {
  readonly bytes: number
  readonly etag: string | undefined
}

async function send(
  scope: Scope,
  { bucket, key, attempt }: Target,
  body: Body,
  { signal, ifExists, expectedBytes, properties }: WriteOptions,
): Promise<Sent> {
  const headers = headersOfNew(baseName(attempt.path), scope.newFiles, properties, attempt)
  const mustBeNew = ifExists === 'fail'
  const firstPartBytes = partBytesFor(1, expectedBytes)
  let upload: Upload | undefined
  let number = 1
  let bytes = 0
  let part = createPartBuffer(firstPartBytes)

  async function sendPart() {
    upload ??= await startUpload(scope, { bucket, key, firstPartBytes, headers, signal })
    await upload.add(part.bytes())
    number += 1
    part = createPartBuffer(partBytesFor(number, expectedBytes))
  }

  try {
    await forEachChunk(body, signal, async (chunk) => {
      for (let rest = chunk; rest.length > 0;) {
        const added = part.add(rest)
        bytes += added
        rest = rest.subarray(added)
        if (added === 0) await sendPart() // only when there is more: what fits exactly needs no parts
      }
    })
    if (!upload)
      return { bytes, etag: await putObject(scope, { bucket, key, bytes: part.bytes(), headers, mustBeNew, signal }) }
    await sendPart()
    // it took a while, and some services pass over the condition here without a word
    if (mustBeNew && (await unlessDenied(headIfAny(scope, bucket, key, signal), undefined))) throw taken(attempt)
    const etag = await upload.complete({ mustBeNew })
    await ensureTags(scope, { bucket, key }, properties?.tags, signal)
    return { bytes, etag }
  } catch (error) {
    await upload?.abort()
    throw error
  }
}

/** Asks the service what it has now. Who may write but not read is told what was sent. */
async function checkStored(scope: Scope, target: Target, { bytes, etag }: Sent, signal: AbortSignal): Promise<Entry> {
  const { bucket, key, attempt } = target
  scope.folders.add(bucket, parentPrefix(key))
  scope.absent.drop(bucket, key)
  scope.written.add(bucket, key)
  const entry: Entry = { name: baseName(attempt.path), kind: 'file', sizeBytes: bytes }
  // it is stored: a write that fails now would be wrong
  const look = () => headIfAny(scope, bucket, key, signal)
  const head = await unlessDenied(persist({ signal, isHarmless: true }, look), undefined)
  if (!head || head.ETag !== etag) return entry // not ours to see, or written anew by someone else already
  if (head.ContentLength === bytes) {
    return { ...entry, ...factsOf(bytes, head.LastModified), storageClass: head.StorageClass ?? 'STANDARD' }
  }
  throw refuse('corrupt', (what) => `${what} has ${head.ContentLength} bytes there instead of ${bytes}.`, attempt)
}

export function parentPrefix(key: string): string {
  return key.slice(0, key.lastIndexOf('/', key.length - 2) + 1)
}

export function taken(attempt: Attempt) {
  return refuse('exists', (what) => `There is something named ${what} already.`, attempt)
}
