/** The error of one request, read once from what the SDK threw. Its texts are not shown to people. */
import { Refusal } from '../../object-store/failures/refusal.ts'
import type { RightName } from './rights.ts'

const codes = {
  /** After a HEAD it is unknown whether the bucket exists. */
  missing: ['NoSuchKey', 'NotFound', 'Http404'],
  /** S3 also sends this for a missing object if the key has no right to list. */
  denied: ['AccessDenied', 'Http403'],
  unmet: ['PreconditionFailed', 'Http412'],
} as const

export class S3Refusal extends Refusal {
  override readonly name = 'S3Refusal'
  readonly codes = codes
  /** The right that the request needed. */
  readonly right: RightName
  /** The bucket's region, as the service reports it. */
  readonly region: string | undefined

  constructor(error: unknown, right: RightName) {
    const facts = factsOf(error)
    super({ ...facts, code: codeOf(facts) }, { cause: error })
    this.right = right
    this.region = facts.region
  }
}

interface Facts {
  readonly name: string
  readonly message: string
  readonly systemCode: string | undefined
  readonly status: number | undefined
  readonly region: string | undefined
  readonly retryAfterMs: number | undefined
}

interface SdkError {
  readonly name?: string
  readonly message?: string
  readonly code?: unknown
  readonly Code?: unknown
  readonly Region?: unknown
  readonly $metadata?: { readonly httpStatusCode?: number }
  readonly $response?: { readonly statusCode?: number; readonly headers?: Readonly<Record<string, string>> }
}

function factsOf(error: unknown): Facts {
  const {
    name = 'Error',
    message = String(error),
    code,
    Code,
    Region,
    $metadata,
    $response,
  } = (error ?? {}) as SdkError
  const headers = $response?.headers ?? {}
  const region = headers['x-amz-bucket-region'] ?? (typeof Region === 'string' ? Region : undefined)
  return {
    name: typeof Code === 'string' && Code !== '' ? Code : name,
    message,
    systemCode: typeof code === 'string' ? code : undefined,
    status: $metadata?.httpStatusCode ?? $response?.statusCode,
    region: region === '' ? undefined : region,
    retryAfterMs: delayIn(headers['retry-after']),
  }
}

/** Reads a delay in seconds or a date. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function delayIn(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '') return undefined
  const seconds = Number(header)
  const ms = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}

/** The response to a HEAD has no body, so the SDK has no name for the error. */
const nameless = new Set(['Unknown', 'UnknownError', 'Error', 'SyntaxError', 'TypeError', 'S3ServiceException'])

function codeOf({ name, message, systemCode, status }: Facts): string {
  if (name === 'TimeoutError') return /establish/i.test(message) ? 'ConnectTimeout' : 'AnswerTimeout'
  if (systemCode !== undefined) return systemCode
  if (name === 'AccessDenied' && /object lock|retention|legal hold/i.test(message)) return 'ObjectLocked'
  if (/^checksum mismatch/i.test(message)) return 'ChecksumMismatch'
  if (/socket hang up/i.test(message)) return 'ECONNRESET'
  if ((status ?? 0) < 400 && /XML parse error|deserialization error/i.test(message)) return 'AnswerGarbled'
  const isNamed = !nameless.has(name) && !/^\d+$/.test(name)
  return isNamed || status === undefined ? name : `Http${status}`
}
