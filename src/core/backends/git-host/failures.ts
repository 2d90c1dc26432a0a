import { said } from '../../../contract/sentences/said.ts'
import { createFailures, refuse } from '../object-store/failures/failures.ts'
import { type AnswerFacts, delayIn, type RefusalMore, WebRefusal } from '../web/refusal.ts'
import { webMeanings } from '../web/meanings.ts'

export { nothingAt, notAFile, notAFolder, refuse, type Attempt } from '../object-store/failures/failures.ts'

const failures = createFailures<WebRefusal>({
  isOurs: (error) => error instanceof WebRefusal,
  setting: 'endpoint',
  meanings: {
    ...webMeanings,
    Http401: { kind: 'sign-in', say: 'git.sign-in' },
    Http403: { kind: 'denied', say: 'git.denied' },
    RateLimited: {
      kind: 'busy',
      retry: 'later',
      say: ({ refusal: { retryAfterMs } }) =>
        retryAfterMs === undefined
          ? said('git.rate-limited')
          : said('git.rate-limited-until', { time: clock(retryAfterMs) }),
    },
    NoRepository: { kind: 'not-found', say: 'git.no-repository' },
    NoRef: { kind: 'not-found', say: 'git.no-ref' },
    TooLarge: { kind: 'too-large', say: 'git.too-large' },
    Truncated: { kind: 'unsupported', say: 'git.too-many-entries' },
  },
})

export const { failingAs: gitFailingAs, failure: gitFailure } = failures

function clock(inMs: number): string {
  return new Date(Date.now() + inMs).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
}

/**
 * Reads rate limits, which both services report similarly:
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api,
 * https://docs.gitlab.com/security/rate_limits/
 */
export function explainRefusal({ status, headers, text }: AnswerFacts): RefusalMore {
  const message = messageIn(text)
  const own = message === undefined ? {} : { message }
  const isLimited =
    status === 429 ||
    (status === 403 && (headers['x-ratelimit-remaining'] === '0' || headers['retry-after'] !== undefined))
  if (!isLimited) return { ...own, ...(/too.large/i.test(message ?? '') && status === 403 && { code: 'TooLarge' }) }
  const resets = Number(headers['x-ratelimit-reset'] ?? headers['ratelimit-reset'] ?? Number.NaN)
  const untilReset = Number.isNaN(resets) ? undefined : Math.max(0, resets * 1000 - Date.now())
  const retryAfterMs = delayIn(headers['retry-after']) ?? untilReset
  return { ...own, code: 'RateLimited', ...(retryAfterMs !== undefined && { retryAfterMs }) }
}

function messageIn(text: string): string | undefined {
  try {
    const { message, error } = JSON.parse(text) as { readonly message?: unknown; readonly error?: unknown }
    const own = message ?? error
    return typeof own === 'string' ? own.slice(0, 300) : undefined
  } catch {
    return undefined
  }
}

/** The layers above report this before. */
export function refused(path: string, operation: string): never {
  throw refuse('read-only', 'git.read-only', { operation, path })
}
