import { persist as persistWhile } from '../../object-store/persist.ts'
import { mayPass, wasRefusedForNow } from '../failures/failures.ts'
import type { S3Refusal } from '../failures/refusal.ts'

export interface Persistence {
  readonly signal: AbortSignal
  /** Ends the same when it is done twice, so it is sent again also when no answer came. */
  readonly isHarmless: boolean
}

/** Throws `S3Refusal`. */
export async function persist<T>({ signal, isHarmless }: Persistence, send: () => Promise<T>): Promise<T> {
  const isWorthIt = (refusal: S3Refusal) => wasRefusedForNow(refusal) || (isHarmless && mayPass(refusal))
  return persistWhile({ signal, isWorthIt }, send)
}
