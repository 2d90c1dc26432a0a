/** The error of one request, read once from what the SDK threw. Its texts are not shown to people. */
import { Refusal } from '../../object-store/failures/refusal.ts'
import type { RightName } from './rights.ts'

const codes = {
  /** The container exists. */
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
  /** The right that the request needed. */
  readonly right: RightName

  /** `isOutOfTime`: the SAS of the request itself shows that it is not valid now. */
  constructor(error: unknown, right: RightName, { isOutOfTime = false }: { readonly isOutOfTime?: boolean } = {}) {
    const facts = factsOf(error)
    const code = isOutOfTime && facts.status === 403 ? 'SasOutOfTime' : codeOf(facts)
    super({ ...facts, code, message: withoutSecrets(facts.message) }, isBare(error) ? { cause: error } : undefined)
    this.right = right
  }
}

/**
 * Tells whether an error may be passed on. The SDK's errors contain the whole request with its credentials, so they may
 * not.
 */
function isBare(error: unknown): boolean {
  return !(error instanceof Error && ('request' in error || 'response' in error))
}

/** Removes signatures, which URLs may contain. */
function withoutSecrets(text: string): string {
  return text.replaceAll(/\bsig=[^&\s"'<]+/gi, 'sig=…')
}

interface Facts {
  readonly name: string
  readonly message: string
  readonly code: string | undefined
  readonly status: number | undefined
  readonly retryAfterMs: number | undefined
  /** How far the service's clock is ahead of this computer's. */
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

/** The other lines tell which request it was, and when. */
function firstLine(text: string): string {
  return text.split('\n')[0] ?? ''
}

const quarterMs = 900_000

function codeOf({ name, message, code, status, aheadMs }: Facts): string {
  if (code === 'AuthorizationFailure' && /failed to authenticate/i.test(message)) return 'AuthenticationFailed' // the message of Azurite
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
