import { persist as persistWhile } from '../../object-store/persist.ts'
import { mayPass, wasRefusedForNow } from '../failures/failures.ts'
import type { S3Refusal } from '../failures/refusal.ts'

export interface Persistence {
  readonly signal: AbortSignal
  /** True if a repeated request has the same result. Then it is also retried if no response arrived. */
  readonly isHarmless: boolean
}

/** Sends a request and retries it while that is safe. Throws `S3Refusal`. */
export async function persist<T>({ signal, isHarmless }: Persistence, send: () => Promise<T>): Promise<T> {
  const isWorthIt = (refusal: S3Refusal) => wasRefusedForNow(refusal) || (isHarmless && mayPass(refusal))
  return persistWhile({ signal, isWorthIt }, send)
}
