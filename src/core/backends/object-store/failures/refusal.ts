/** What went wrong with one request, as every object store has it. Nothing here is for people to read. */

interface RefusalFacts {
  readonly message: string
  readonly code: string
  readonly status: number | undefined
  readonly retryAfterMs: number | undefined
}

export abstract class Refusal extends Error {
  /** The service's code; or the system's, such as `ECONNREFUSED`; or `Http403` where only that is known. */
  readonly code: string
  readonly status: number | undefined
  readonly retryAfterMs: number | undefined

  constructor({ message, code, status, retryAfterMs }: RefusalFacts, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.status = status
    this.retryAfterMs = retryAfterMs
  }

  /** Codes of a key with nothing at it, of a right that is missing, and of a condition that was not met. */
  abstract readonly codes: Readonly<Record<'missing' | 'denied' | 'unmet', readonly string[]>>
}

export function isCode(error: unknown, ...codes: readonly string[]): error is Refusal {
  return error instanceof Refusal && codes.includes(error.code)
}

/** There is nothing at that key. */
export function isMissing(error: unknown): boolean {
  return error instanceof Refusal && error.codes.missing.includes(error.code)
}

/** The right is missing. */
export function isDenied(error: unknown): boolean {
  return error instanceof Refusal && error.codes.denied.includes(error.code)
}

/** A condition of a request was not met: something is there that must not be, or is another one by now. */
export function isUnmet(error: unknown): boolean {
  return error instanceof Refusal && error.codes.unmet.includes(error.code)
}

/** For those who may do only some things: what can't be asked is taken to be well. */
export async function unlessDenied<T>(work: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (isDenied(error)) return otherwise
    throw error
  }
}
