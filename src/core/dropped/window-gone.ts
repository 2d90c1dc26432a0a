import { said } from '../../contract/sentences/said.ts'
import { StorageError } from '../../contract/failure.ts'

const operation = 'dropped-files.window'

/** The files still exist on the user's computer, but nothing here can read them any more. */
export function windowGone(): StorageError {
  return new StorageError({
    kind: 'unreachable',
    ...said('dropped.window-gone'),
    operation,
    retry: 'later',
  })
}

export function isWindowGone(failure: { readonly operation: string } | undefined): boolean {
  return failure?.operation === operation
}
