import { StorageError } from '../../contract/failure.ts'

const operation = 'dropped-files.window'

/** The files are where they were, but nothing here can read them any more. */
export function windowGone(): StorageError {
  return new StorageError({
    kind: 'unreachable',
    message: 'The browser window that held these files was closed. Drop them again to go on.',
    operation,
    retry: 'later',
  })
}

export function isWindowGone(failure: { readonly operation: string } | undefined): boolean {
  return failure?.operation === operation
}
