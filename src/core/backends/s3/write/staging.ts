/** Writes files in pieces: a multipart upload that stays open between requests and between sessions. */
import { atAddress } from '../../object-store/address.ts'
import { isCode, unlessDenied } from '../../object-store/failures/refusal.ts'
import {
  type Attempt,
  badPieces,
  badToken,
  notAsSent,
  refuse,
  taken,
  tooManyPieces,
} from '../../object-store/failures/failures.ts'
import { baseName } from '../../../../contract/location.ts'
import type { Backend, Piece } from '../../backend.ts'
import { isStageId, problemOfPieces } from '../../facets/stages.ts'
import { crc32Hex, crc32OfAll } from '../../crc32.ts'
import { failingAs } from '../failures/failures.ts'
import { headIfAny } from '../read/look-up.ts'
import { headersOfNew } from './object-headers.ts'
import { partBytesFor, uploadLimits } from './part-size.ts'
import {
  abortUpload,
  beginUpload,
  completeUpload,
  listParts,
  type OpenUpload,
  type SentPart,
  sendPart,
} from './parts.ts'
import { objectAt, type Scope } from '../connect/scope.ts'
import { type Proven, provenParts } from './proof.ts'
import { S3Refusal } from '../failures/refusal.ts'
import { ensureTags } from './tags.ts'
import { openUploads } from './uploads.ts'
import { freeTarget, storedOf } from './write.ts'

/** The tolerance for the difference between the service's clock and ours when comparing the times of uploads. */
const skewMs = 5000

type Staging = NonNullable<Backend['staging']>
type Open = OpenUpload & { readonly attempt: Attempt }

export function stagingOf(scope: Scope): Staging {
  /** Runs a step, and reports an upload that is gone as `not-found`. */
  const doing = async <T>(
    method: keyof Staging,
    path: string,
    token: string,
    signal: AbortSignal,
    work: (upload: Open) => Promise<T>,
  ): Promise<T> => {
    const { bucket, key, attempt } = objectAt(scope, path, `s3.staging.${method}`)
    return failingAs(attempt, async () => {
      signal.throwIfAborted()
      // without an upload id, the same request would apply to the object itself
      if (!/^\S+$/.test(token)) throw badToken(attempt)
      try {
        return await work({ bucket, key, uploadId: token, attempt })
      } catch (error) {
        if (!isGone(error)) throw error
        throw refuse('not-found', 'store.stage-gone', attempt)
      }
    })
  }

  return {
    freesBytes: true, // every request has a signature of its bytes
    async begin(path, { id, expectedBytes, ifExists, properties, signal }) {
      return atAddress(scope, { operation: 's3.staging.begin', path, signal }, async (address, attempt) => {
        if (!isStageId(id)) throw badToken(attempt)
        const target = await freeTarget(scope, address, attempt, { ifExists, signal })
        const headers = headersOfNew(baseName(path), scope.newFiles, properties, attempt)
        const token = await beginUpload(scope, target, headers, signal)
        if (token === undefined) throw refuse('unsupported', 's3.no-parts', attempt)
        return { token, pieceBytes: partBytesFor(1, expectedBytes) }
      })
    },
    pieces: (path, token, { signal }) =>
      doing('pieces', path, token, signal, async (upload) => (await listParts(scope, upload, signal)).map(pieceOf)),
    writePiece: (path, token, number, bytes, { signal }) =>
      doing('writePiece', path, token, signal, async (upload) => {
        if (!Number.isSafeInteger(number) || number < 0 || number >= uploadLimits.parts) {
          throw tooManyPieces(upload.attempt, uploadLimits.parts)
        }
        return pieceOf(await sendPart(scope, upload, number + 1, bytes, signal))
      }),
    publish: (path, token, { ifExists, sizeBytes, pieces, properties, sums, signal }) =>
      doing('publish', path, token, signal, async (upload) => {
        const { attempt } = upload
        if (problemOfPieces(pieces, sizeBytes)) throw badPieces(attempt)
        const parts = pieces.map(partOf).filter((part) => part !== undefined)
        if (parts.length < pieces.length) throw notAsSent(attempt)
        if (pieces.length === 0) parts.push(await sendPart(scope, upload, 1, new Uint8Array(), signal))
        const crc32 = crc32OfAll(parts)
        const isOther = crc32 !== undefined && sums?.['crc32'] !== undefined && sums['crc32'] !== crc32Hex(crc32)
        if (isOther) throw notAsSent(attempt)
        const proven = await publishParts(scope, upload, parts, ifExists, signal)
        await ensureTags(scope, upload, properties?.tags, signal)
        return storedOf(scope, upload, { bytes: sizeBytes, proven, properties }, signal)
      }),
    async discard(path, token, { signal }) {
      const { bucket, key, attempt } = objectAt(scope, path, 's3.staging.discard')
      await failingAs(attempt, async () => {
        signal.throwIfAborted()
        if (!/^\S+$/.test(token)) throw badToken(attempt)
        await dropUpload(scope, { bucket, key, uploadId: token }, signal)
      })
    },
    async tidy(path, _, { sinceMs, untilMs, signal }) {
      const { bucket, key, attempt } = objectAt(scope, path, 's3.staging.tidy')
      await failingAs(attempt, async () => {
        signal.throwIfAborted()
        for (const { uploadId, startedMs } of await openUploads(scope, { bucket, key }, signal)) {
          const isThen = startedMs >= sinceMs - skewMs && startedMs <= untilMs + skewMs
          const upload = { bucket, key, uploadId }
          if (isThen && (await isEmpty(scope, upload, signal))) await dropUpload(scope, upload, signal)
        }
      })
    },
  }
}

/** Throws `exists`, `corrupt`; `not-found` if the upload is gone and did not become the object that exists now. */
async function publishParts(
  scope: Scope,
  upload: Open,
  parts: readonly SentPart[],
  ifExists: 'replace' | 'fail',
  signal: AbortSignal,
): Promise<Proven> {
  const { bucket, key, attempt } = upload
  const mustBeNew = ifExists === 'fail'
  const crc32 = crc32OfAll(parts)
  /** Returns what an earlier try stored if its response was lost. */
  const published = async () => {
    const found = await unlessDenied(headIfAny(scope, bucket, key, signal), undefined)
    const proven = found && provenParts(found, parts, crc32)
    return { isTaken: found !== undefined, ours: proven?.sums['md5-of-parts'] === undefined ? undefined : proven }
  }
  if (mustBeNew) {
    // checked again, because the upload took a while, and some services silently ignore the condition here
    const { isTaken, ours } = await published()
    if (ours) await dropUpload(scope, upload, signal)
    if (ours) return ours
    if (isTaken) throw taken(attempt)
  }
  try {
    const answer = await completeUpload(scope, upload, parts, { mustBeNew, signal })
    return provenParts(answer, parts, crc32)
  } catch (error) {
    if (isGone(error) || (isUnclear(error) && !(await isOpen(scope, upload, signal)))) {
      const { ours } = await published()
      if (ours) return ours
      throw refuse('not-found', 'store.stage-gone', attempt)
    }
    if (mustBeNew && isCode(error, 'PreconditionFailed', 'Http412')) throw taken(attempt)
    if (isCode(error, ...notTheParts)) throw notAsSent(attempt)
    throw error
  }
}

const notTheParts = ['InvalidPart', 'InvalidPartOrder', 'EntityTooSmall', 'BadDigest', 'XAmzContentChecksumMismatch']

async function dropUpload(scope: Scope, upload: OpenUpload, signal: AbortSignal): Promise<void> {
  await abortUpload(scope, upload, signal).catch((error: unknown) => {
    if (!isGone(error)) throw error
  })
}

async function isEmpty(scope: Scope, upload: OpenUpload, signal: AbortSignal): Promise<boolean> {
  return (await partsIfAny(scope, upload, signal))?.length === 0
}

async function isOpen(scope: Scope, upload: OpenUpload, signal: AbortSignal): Promise<boolean> {
  return (await unlessDenied(partsIfAny(scope, upload, signal), [])) !== undefined
}

async function partsIfAny(scope: Scope, upload: OpenUpload, signal: AbortSignal) {
  try {
    return await listParts(scope, upload, signal)
  } catch (error) {
    if (isGone(error)) return undefined
    throw error
  }
}

/** Some services have no specific error for an upload that is gone, and a response may have been lost. */
function isUnclear(error: unknown): boolean {
  return error instanceof S3Refusal && (error.status ?? 500) >= 500
}

function isGone(error: unknown): boolean {
  return isCode(error, 'NoSuchUpload')
}

/** Returns the piece for a part. Its tag holds the part's size, checksum and ETag for publishing. */
function pieceOf({ number, sizeBytes, etag = '', crc32 }: SentPart): Piece {
  const sum = crc32 === undefined ? '' : crc32Hex(crc32)
  return { number: number - 1, sizeBytes, tag: `${sizeBytes} ${sum} ${etag}` }
}

/** Returns undefined if the service never reported the part, or reported another size. */
function partOf({ number, sizeBytes, tag = '' }: Piece): SentPart | undefined {
  const [, size, sum = '', etag] = /^(\d+) ([0-9a-f]{8})? (.*)$/.exec(tag) ?? []
  if (size === undefined || Number(size) !== sizeBytes) return undefined
  return { number: number + 1, sizeBytes, etag, ...(sum !== '' && { crc32: Number.parseInt(sum, 16) }) }
}
