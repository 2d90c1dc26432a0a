/** Reads JSON lists that span several responses. */
import type { Requests } from '../web/requests.ts'
import { WebRefusal } from '../web/refusal.ts'
import type { Waits } from '../backend.ts'

export interface PageOptions extends Waits {
  readonly requests: Requests
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Follows `Link: <…>; rel="next"`, as far as the link stays with the service. */
export async function* jsonPages<T>({
  requests,
  url,
  headers = {},
  signal,
}: PageOptions): AsyncGenerator<readonly T[]> {
  let next: string | undefined = url
  while (next !== undefined) {
    const answer = await requests.text({ url: next, headers, signal })
    const items = parsed(answer.text)
    if (!Array.isArray(items)) throw WebRefusal.of('Unreadable', 'no list')
    yield items as readonly T[]
    const link: string | undefined = /<([^>]+)>\s*;[^,]*rel="?next"?/.exec(answer.headers['link'] ?? '')?.[1]
    const following: URL | null = link === undefined ? null : URL.parse(link, next)
    next = following && following.origin === new URL(url).origin && items.length > 0 ? following.href : undefined
  }
}

export async function json<T>(
  requests: Requests,
  url: string,
  { signal }: Waits,
  headers: Readonly<Record<string, string>> = {},
): Promise<T> {
  return parsed((await requests.text({ url, headers, signal })).text) as T
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw WebRefusal.of('Unreadable', 'no JSON')
  }
}
