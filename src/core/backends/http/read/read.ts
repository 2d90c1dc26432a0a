import type { OpenedFacts, ReadOptions } from '../../backend.ts'
import type { Attempt } from '../../object-store/failures/failures.ts'
import { isCode, isMissing } from '../../object-store/failures/refusal.ts'
import { emptyStream } from '../../object-store/read/at-file.ts'
import { rangeHeader, streamOfRange, wholeSizeOf } from '../../web/ranged-body.ts'
import type { WebAnswer } from '../../web/requests.ts'
import { urlOf } from '../connect/address.ts'
import { httpFailure, nothingAt, notAFile, refuse } from '../failures.ts'
import { sumsIn } from './digests.ts'
import { fileEntry, isFolderUrl, lookUp, type Site } from './look-up.ts'

export async function readFile(site: Site, path: string, options: ReadOptions): Promise<ReadableStream<Uint8Array>> {
  const { signal, offset = 0, length = Infinity, ifUnchanged, onOpened } = options
  const attempt: Attempt = { operation: 'http.read', path }
  signal.throwIfAborted()
  if (path === '') throw notAFile(attempt)
  if (length === 0) {
    const found = await lookUp(site, path, attempt, signal)
    if (found.kind === 'folder') throw notAFile(attempt)
    return emptyStream()
  }
  const answer = await open(site, path, { offset, length, ifUnchanged, signal }, attempt)
  if (answer === 'behind the end') return emptyStream()
  const mark = markOf(answer)
  if (ifUnchanged !== undefined && mark !== ifUnchanged) {
    answer.body.destroy()
    throw refuse('changed', 'store.changed', attempt)
  }
  const facts = openedFacts(path, answer)
  if (mark !== undefined) onOpened?.(mark, facts)
  return streamOfRange(answer, {
    offset,
    length,
    signal,
    failure: (error) => httpFailure(error, attempt),
    ...(facts.sums && { sums: facts.sums }),
  })
}

interface Wanted {
  readonly offset: number
  readonly length: number
  readonly ifUnchanged: string | undefined
  readonly signal: AbortSignal
}

async function open(
  site: Site,
  path: string,
  { offset, length, ifUnchanged, signal }: Wanted,
  attempt: Attempt,
): Promise<WebAnswer | 'behind the end'> {
  const range = rangeHeader(offset, length)
  const validator = ifUnchanged?.startsWith('"') && range['range'] !== undefined ? { 'if-range': ifUnchanged } : {}
  const headers = { 'accept-encoding': 'identity', accept: '*/*', ...range, ...validator }
  try {
    const answer = await site.requests.send({ url: urlOf(site.root, path, attempt), headers, signal })
    if (!isFolderUrl(answer.url)) return answer
    answer.body.destroy()
    throw notAFile(attempt)
  } catch (error) {
    signal.throwIfAborted()
    if (isCode(error, 'Http416')) return 'behind the end'
    if (!isMissing(error)) throw httpFailure(error, attempt)
    const found = await lookUp(site, path, attempt, signal)
    throw found.kind === 'folder' ? notAFile(attempt) : nothingAt(attempt)
  }
}

/** Returns a strong ETag, or else the time and size together. */
export function markOf(answer: Pick<WebAnswer, 'status' | 'headers'>): string | undefined {
  const { etag, 'last-modified': modified } = answer.headers
  if (etag?.startsWith('"')) return etag
  const sizeBytes = wholeSizeOf(answer)
  if (etag === undefined && modified === undefined) return undefined
  return `${etag ?? ''}|${modified ?? ''}|${sizeBytes ?? ''}`
}

function openedFacts(path: string, answer: WebAnswer): OpenedFacts {
  const { headers, status } = answer
  const { sizeBytes, modifiedMs } = fileEntry(path, answer)
  const sums = sumsIn(headers, status !== 206)
  const contentType = headers['content-type']
  return {
    ...(sizeBytes !== undefined && { sizeBytes }),
    ...(modifiedMs !== undefined && { modifiedMs }),
    ...(Object.keys(sums).length > 0 && { sums }),
    ...(contentType !== undefined && { properties: { contentType } }),
  }
}
