/** Copies from any URL. The service reads it, so the bytes do not pass through this computer. The URL is a secret. */
import { isCode } from '../../object-store/failures/refusal.ts'
import { type Attempt, refuse } from '../../object-store/failures/failures.ts'
import { createPartSender } from '../../object-store/write/part-sender.ts'
import { blockNames, dropBlocks } from '../write/blocks.ts'
import { blockLimits } from '../write/block-size.ts'
import type { Scope } from '../connect/scope.ts'
import { AzureRefusal } from '../failures/refusal.ts'
import { putOptions, type Stored, storedWith } from '../write/stored.ts'

const mebibyte = 1024 ** 2
/** Larger files are copied in blocks, several in parallel. */
const atOnceBytes = 64 * mebibyte
const leastBlockBytes = 32 * mebibyte
const blocksAtOnce = 6
const lookingMs = 30_000

export interface CopyUrlOptions {
  readonly signal: AbortSignal
  readonly mustBeNew: boolean
  readonly attempt: Attempt
  readonly tier?: string
  readonly onProgress?: (copiedBytes: number) => void
}

interface Target {
  readonly container: string
  readonly key: string
}

export async function copyUrl(
  scope: Scope,
  { url, sizeBytes }: { readonly url: string; readonly sizeBytes: number },
  target: Target,
  options: CopyUrlOptions,
): Promise<void> {
  const { signal, attempt, mustBeNew, tier } = options
  const before = await look(url, attempt, signal)
  if (before.sizeBytes !== undefined && before.sizeBytes !== sizeBytes) throw changedSource(attempt)
  const properties = before.contentType === undefined ? {} : { contentType: before.contentType }
  const stored = storedWith(target.key, properties, { mustBeNew, tier })
  if (sizeBytes <= atOnceBytes && (await putFromUrl(scope, url, target, stored, signal))) return
  await putInBlocks(scope, { url, sizeBytes }, target, stored, options, async () => {
    if ((await look(url, attempt, signal)).etag !== before.etag) throw changedSource(attempt)
  })
}

/** Returns false if the service does not have this request. */
async function putFromUrl(
  { client }: Scope,
  url: string,
  { container, key }: Target,
  stored: Stored,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await client.request({ right: 'write', signal }, ({ abortSignal }) =>
      client
        .blob(container, key)
        .syncUploadFromURL(url, { abortSignal, copySourceBlobProperties: false, ...putOptions(stored) }),
    )
    return true
  } catch (error) {
    if (isCode(error, 'APINotImplemented', 'Http501')) return false
    throw error
  }
}

/** Copies in blocks, six in parallel. `check` runs last, before the blocks are committed. */
export async function putInBlocks(
  scope: Scope,
  { url, sizeBytes }: { readonly url: string; readonly sizeBytes: number },
  { container, key }: Target,
  stored: Stored,
  { signal, onProgress }: Pick<CopyUrlOptions, 'signal' | 'onProgress'>,
  check: () => Promise<void>,
): Promise<void> {
  const { client } = scope
  const sender = createPartSender(blocksAtOnce, signal)
  const request = { right: 'write', signal: sender.signal } as const
  const blockBytes = Math.max(leastBlockBytes, Math.ceil(sizeBytes / blockLimits.blocks / mebibyte) * mebibyte)
  const nameBlock = blockNames()
  const blocks: string[] = []
  let copied = 0
  let refused = 0
  try {
    for (let at = 0; at < sizeBytes; at += blockBytes) {
      const count = Math.min(blockBytes, sizeBytes - at)
      const id = nameBlock(blocks.length)
      blocks.push(id)
      await sender.begin(async () => {
        try {
          await client.request(request, ({ abortSignal }) =>
            client.blob(container, key).stageBlockFromURL(id, url, at, count, { abortSignal }),
          )
        } catch (error) {
          if (isRefused(error)) refused += 1
          throw error
        }
        onProgress?.((copied += count))
      })
    }
    await sender.finish()
    await check()
    await client.request(request, ({ abortSignal }) =>
      client.blob(container, key).commitBlockList(blocks, { abortSignal, ...putOptions(stored) }),
    )
  } catch (error) {
    await sender.abort(async (late) => {
      // dropping blocks shows an empty file for a moment, so it is done only if there may be blocks
      if (blocks.length > refused) await dropBlocks(scope, container, key, late)
    })
    throw error
  }
}

/** Tells whether the service refused the block in a response. */
function isRefused(error: unknown): boolean {
  return error instanceof AzureRefusal && error.status !== undefined && error.status < 500
}

interface Seen {
  readonly etag: string | null
  readonly contentType: string | undefined
  readonly sizeBytes: number | undefined
}

/** Requests one byte, because a URL signed for reading may not allow HEAD. */
export async function look(url: string, attempt: Attempt, signal: AbortSignal): Promise<Seen> {
  const patient = AbortSignal.any([signal, AbortSignal.timeout(lookingMs)])
  try {
    const answer = await fetch(url, { headers: { range: 'bytes=0-0' }, signal: patient })
    await answer.body?.cancel()
    if (answer.status === 416 || answer.ok) {
      const total = /\/(\d+)$/.exec(answer.headers.get('content-range') ?? '')?.[1]
      const whole = answer.status === 200 ? answer.headers.get('content-length') : undefined
      const size = total ?? whole
      const contentType = answer.status === 416 ? undefined : (answer.headers.get('content-type') ?? undefined)
      return { etag: answer.headers.get('etag'), contentType, sizeBytes: size ? Number(size) : undefined }
    }
  } catch {
    signal.throwIfAborted()
  }
  throw refuse('unsupported', 'azure.source-unreadable', attempt)
}

export function changedSource(attempt: Attempt) {
  return refuse('changed', 'azure.source-changed', attempt)
}
