/** The error of one request, in the form that all object stores share. Its texts are not shown to people. */

interface RefusalFacts {
  readonly message: string
  readonly code: string
  readonly status: number | undefined
  readonly retryAfterMs: number | undefined
}

export abstract class Refusal extends Error {
  /** The service's code; or the system's, such as `ECONNREFUSED`; or `Http403` if only the status is known. */
  readonly code: string
  readonly status: number | undefined
  readonly retryAfterMs: number | undefined

  constructor({ message, code, status, retryAfterMs }: RefusalFacts, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.status = status
    this.retryAfterMs = retryAfterMs
  }

  /** The codes for a missing object, a missing right, and a failed condition. */
  abstract readonly codes: Readonly<Record<'missing' | 'denied' | 'unmet', readonly string[]>>
}

export function isCode(error: unknown, ...codes: readonly string[]): error is Refusal {
  return error instanceof Refusal && codes.includes(error.code)
}

/** Tells whether nothing exists at the key. */
export function isMissing(error: unknown): boolean {
  return error instanceof Refusal && error.codes.missing.includes(error.code)
}

/** Tells whether the right is missing. */
export function isDenied(error: unknown): boolean {
  return error instanceof Refusal && error.codes.denied.includes(error.code)
}

/** Tells whether a condition of the request failed: an object exists that must not, or it has changed meanwhile. */
export function isUnmet(error: unknown): boolean {
  return error instanceof Refusal && error.codes.unmet.includes(error.code)
}

/**
 * Returns `otherwise` if the right for `work` is missing. Used for checks, so that users with few rights can still act.
 */
export async function unlessDenied<T>(work: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (isDenied(error)) return otherwise
    throw error
  }
}
