/** What went wrong with one request, read once from whatever the SDK threw. Nothing here is for people to read. */
import { Refusal } from '../../object-store/failures/refusal.ts'
import type { RightName } from './rights.ts'

const codes = {
  /** The container is there. */
  missing: ['BlobNotFound', 'ResourceNotFound', 'Http404', 'PathNotFound'],
  denied: [
    'AuthorizationPermissionMismatch',
    'AuthorizationFailure',
    'AuthorizationResourceTypeMismatch',
    'AuthorizationServiceMismatch',
    'InsufficientAccountPermissions',
    'Http403',
  ],
  unmet: ['ConditionNotMet', 'TargetConditionNotMet', 'BlobAlreadyExists', 'UnauthorizedBlobOverwrite', 'Http412'],
} as const

export class AzureRefusal extends Refusal {
  override readonly name = 'AzureRefusal'
  readonly codes = codes
  /** The right the request needed. */
  readonly right: RightName

  /** `isOutOfTime`: what signed the request says itself that it is not valid now. */
  constructor(error: unknown, right: RightName, { isOutOfTime = false }: { readonly isOutOfTime?: boolean } = {}) {
    const facts = factsOf(error)
    const code = isOutOfTime && facts.status === 403 ? 'SasOutOfTime' : codeOf(facts)
    super({ ...facts, code, message: withoutSecrets(facts.message) }, isBare(error) ? { cause: error } : undefined)
    this.right = right
  }
}

/** The SDK's errors carry the whole request, with what signed it: they are not passed on. */
function isBare(error: unknown): boolean {
  return !(error instanceof Error && ('request' in error || 'response' in error))
}

/** Addresses may carry a signature. */
function withoutSecrets(text: string): string {
  return text.replaceAll(/\bsig=[^&\s"'<]+/gi, 'sig=…')
}

interface Facts {
  readonly name: string
  readonly message: string
  readonly code: string | undefined
  readonly status: number | undefined
  readonly retryAfterMs: number | undefined
  /** How far the service's clock is ahead of ours. */
  readonly aheadMs: number
}

interface SdkError {
  readonly name?: string
  readonly message?: string
  readonly code?: unknown
  readonly statusCode?: number
  readonly cause?: unknown
  readonly details?: {
    readonly errorCode?: string
    readonly code?: string
    readonly message?: string
    readonly authenticationErrorDetail?: string
    readonly AuthenticationErrorDetail?: string
  }
  readonly response?: { readonly headers?: { get(name: string): string | undefined } }
}

function factsOf(error: unknown): Facts {
  const { name = 'Error', message = String(error), code, statusCode, details, response } = (error ?? {}) as SdkError
  const headers = response?.headers
  const seconds = Number(headers?.get('retry-after') ?? Number.NaN)
  const date = Date.parse(headers?.get('date') ?? '')
  const said = details?.errorCode ?? details?.code ?? headers?.get('x-ms-error-code')
  const detail = details?.AuthenticationErrorDetail ?? details?.authenticationErrorDetail
  return {
    name,
    message: [firstLine(details?.message ?? message), detail].filter(Boolean).join(' '),
    code: said ?? (typeof code === 'string' && code !== '' ? code : undefined),
    status: statusCode,
    retryAfterMs: Number.isNaN(seconds) ? undefined : seconds * 1000,
    aheadMs: Number.isNaN(date) ? 0 : date - Date.now(),
  }
}

/** The rest says of which request it was, and when. */
function firstLine(text: string): string {
  return text.split('\n')[0] ?? ''
}

const quarterMs = 900_000

function codeOf({ name, message, code, status, aheadMs }: Facts): string {
  if (code === 'AuthorizationFailure' && /failed to authenticate/i.test(message)) return 'AuthenticationFailed' // Azurite
  if (code === 'AuthenticationFailed' || (status === 403 && code === undefined)) {
    if (/not valid in the specified time frame|signed expiry/i.test(message)) return 'SasOutOfTime'
    if (/date header.*(too old|incorrect)/i.test(message)) return 'ClockSkewed'
    if (Math.abs(aheadMs) > quarterMs) return 'ClockSkewed'
  }
  if (
    /^(CredentialUnavailableError|AuthenticationError|AggregateAuthenticationError|AuthenticationRequiredError)$/.test(
      name,
    )
  ) {
    return name
  }
  if (/Bearer token authentication is not permitted/i.test(message)) return 'TokenNeedsTls'
  if (code !== undefined && !/^(REQUEST_SEND_ERROR|PARSE_ERROR)$/.test(code)) return code
  if (/socket hang up|ends too early|aborted/i.test(message)) return 'ECONNRESET'
  return code ?? (status === undefined ? name : `Http${status}`)
}
