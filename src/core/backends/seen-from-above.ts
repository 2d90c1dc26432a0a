/** Translates failures of an underlying mount into failures of the mount that is built on it. */
import { type Failure, StorageError } from '../../contract/failure.ts'

/** Removes the location. The mount above sets it, because the path has another name there. */
export function withoutLocation(failure: Failure): Failure {
  const { location: _, ...rest } = failure
  return rest
}

/** Translates an error. `words` are pairs: a name used by the underlying mount, and its name in the mount above. */
export function seenFromAbove(error: unknown, words: readonly (readonly [string, string])[] = []): unknown {
  if (!(error instanceof StorageError)) return error
  let { message } = error.failure
  for (const [below, above] of words) if (below !== '') message = message.replaceAll(below, above)
  return new StorageError({ ...withoutLocation(error.failure), message }, { cause: error.cause })
}
