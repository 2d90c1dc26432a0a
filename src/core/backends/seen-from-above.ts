/** Failures of a mount below, as those of a mount over it. */
import { type Failure, StorageError } from '../../contract/failure.ts'

/** Where it happened is for the mount above to say: the one below has another name for it. */
export function withoutLocation(failure: Failure): Failure {
  const { location: _, ...rest } = failure
  return rest
}

/** `words`: what the sentence calls something below, and what it is called above. */
export function seenFromAbove(error: unknown, words: readonly (readonly [string, string])[] = []): unknown {
  if (!(error instanceof StorageError)) return error
  let { message } = error.failure
  for (const [below, above] of words) if (below !== '') message = message.replaceAll(below, above)
  return new StorageError({ ...withoutLocation(error.failure), message }, { cause: error.cause })
}
