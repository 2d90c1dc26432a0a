/** Finds out what is at a path, with a HEAD request. */
import type { Entry } from '../../../../contract/entry.ts'
import { baseName } from '../../../../contract/location.ts'
import type { Attempt } from '../../object-store/failures/failures.ts'
import { isMissing } from '../../object-store/failures/refusal.ts'
import { WebRefusal } from '../../web/refusal.ts'
import type { Requests, WebAnswer } from '../../web/requests.ts'
import { wholeSizeOf } from '../../web/ranged-body.ts'
import { folderUrl, urlOf } from '../connect/address.ts'
import { httpFailingAs, nothingAt } from '../failures.ts'

export interface Site {
  readonly requests: Requests
  /** The mount's folder, with its slash. */
  readonly root: string
}

export type LookedUp =
  | { readonly kind: 'file'; readonly answer: Pick<WebAnswer, 'status' | 'headers' | 'url'> }
  | { readonly kind: 'folder' }

/** Servers redirect a request for a folder without its slash; some do not know the folder without it. */
export async function lookUp(
  { requests, root }: Site,
  path: string,
  attempt: Attempt,
  signal: AbortSignal,
  headers: Readonly<Record<string, string>> = {},
): Promise<LookedUp> {
  return httpFailingAs(attempt, async () => {
    const answer = path === '' ? undefined : await headIfAny(requests, urlOf(root, path, attempt), signal, headers)
    if (answer) return isFolderUrl(answer.url) ? { kind: 'folder' } : { kind: 'file', answer }
    if (await headIfAny(requests, folderUrl(root, path, attempt), signal)) return { kind: 'folder' }
    throw nothingAt(attempt)
  })
}

async function headIfAny(
  requests: Requests,
  url: string,
  signal: AbortSignal,
  headers: Readonly<Record<string, string>> = {},
): Promise<WebAnswer | undefined> {
  const asking = { 'accept-encoding': 'identity', ...headers }
  try {
    const answer = await requests.send({ url, method: 'HEAD', headers: asking, signal })
    answer.body.destroy()
    return answer
  } catch (error) {
    if (isMissing(error)) return undefined
    if (!(error instanceof WebRefusal) || (error.status !== 405 && error.status !== 501)) throw error
    return getIfAny(requests, url, signal, asking) // for servers that do not support HEAD
  }
}

async function getIfAny(
  requests: Requests,
  url: string,
  signal: AbortSignal,
  headers: Readonly<Record<string, string>>,
): Promise<WebAnswer | undefined> {
  try {
    const answer = await requests.send({ url, headers: { ...headers, range: 'bytes=0-0' }, signal, expects: [416] })
    answer.body.destroy()
    return answer
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

export function isFolderUrl(url: string): boolean {
  return new URL(url).pathname.endsWith('/')
}

export function fileEntry(path: string, answer: Pick<WebAnswer, 'status' | 'headers'>): Entry {
  const sizeBytes = wholeSizeOf(answer)
  const modifiedMs = Date.parse(answer.headers['last-modified'] ?? '')
  return {
    name: baseName(path),
    kind: 'file',
    ...(sizeBytes !== undefined && { sizeBytes }),
    ...(!Number.isNaN(modifiedMs) && { modifiedMs }),
  }
}
