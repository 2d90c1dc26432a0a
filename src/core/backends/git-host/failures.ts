import { createFailures, refuse } from '../object-store/failures/failures.ts'
import { type AnswerFacts, delayIn, type RefusalMore, WebRefusal } from '../web/refusal.ts'
import { webMeanings, type WebMeaning } from '../web/meanings.ts'

export { nothingAt, notAFile, refuse, type Attempt } from '../object-store/failures/failures.ts'

const rateLimited: WebMeaning = {
  kind: 'busy',
  retry: 'later',
  say: ({ refusal: { retryAfterMs } }) =>
    `The service allows no more requests ${retryAfterMs === undefined ? 'for a while' : `until ${clock(retryAfterMs)}`}. With a token it allows more.`,
}
const noRepository: WebMeaning = {
  kind: 'not-found',
  say: () => 'There is no such repository, or the token may not see it. Check repository and token.',
}
const noRef: WebMeaning = {
  kind: 'not-found',
  say: () => 'The repository has no branch, tag or commit of the name in ref.',
}

const failures = createFailures<WebRefusal>({
  isOurs: (error) => error instanceof WebRefusal,
  container: 'container',
  meanings: {
    ...webMeanings('endpoint', 'such service'),
    Http401: { kind: 'sign-in', say: () => 'The service did not accept the token. Check token.' },
    Http403: { kind: 'denied', say: ({ what }) => `The token may not read ${what}.` },
    RateLimited: rateLimited,
    NoRepository: noRepository,
    NoRef: noRef,
    TooLarge: {
      kind: 'too-large',
      say: ({ what }) => `${what} is larger than this service gives out of a repository.`,
    },
    Truncated: {
      kind: 'unsupported',
      say: ({ what }) => `${what} has more entries than this service lists of a folder.`,
    },
  },
})

export const { failingAs: gitFailingAs, failure: gitFailure } = failures

function clock(inMs: number): string {
  return new Date(Date.now() + inMs).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
}

/** What both say of limits: https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api, https://docs.gitlab.com/security/rate_limits/ */
export function explainRefusal({ status, headers, text }: AnswerFacts): RefusalMore {
  const message = messageIn(text)
  const said = message === undefined ? {} : { message }
  const isLimited =
    status === 429 ||
    (status === 403 && (headers['x-ratelimit-remaining'] === '0' || headers['retry-after'] !== undefined))
  if (!isLimited) return { ...said, ...(/too.large/i.test(message ?? '') && status === 403 && { code: 'TooLarge' }) }
  const resets = Number(headers['x-ratelimit-reset'] ?? headers['ratelimit-reset'] ?? Number.NaN)
  const untilReset = Number.isNaN(resets) ? undefined : Math.max(0, resets * 1000 - Date.now())
  const retryAfterMs = delayIn(headers['retry-after']) ?? untilReset
  return { ...said, code: 'RateLimited', ...(retryAfterMs !== undefined && { retryAfterMs }) }
}

function messageIn(text: string): string | undefined {
  try {
    const { message, error } = JSON.parse(text) as { readonly message?: unknown; readonly error?: unknown }
    const said = message ?? error
    return typeof said === 'string' ? said.slice(0, 300) : undefined
  } catch {
    return undefined
  }
}

/** The layers above say so before. */
export function refused(path: string, operation: string): never {
  throw refuse('read-only', (what) => `${what} is in a repository: it can only be read.`, { operation, path })
}
