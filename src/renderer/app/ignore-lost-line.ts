import { failureOf } from '../../contract/failure.ts'

/**
 * Ignores a failure caused by a lost connection, because the work is repeated after the reconnection. Rethrows any
 * other error.
 */
export function ignoreLostLine(error: unknown): void {
  if (failureOf(error).kind !== 'disconnected') throw error
}
