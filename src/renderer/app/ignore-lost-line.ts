import { failureOf } from '../../contract/failure.ts'

/** What fails as the line is lost is done again when there is a new one. */
export function ignoreLostLine(error: unknown): void {
  if (failureOf(error).kind !== 'disconnected') throw error
}
