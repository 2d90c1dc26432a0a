import { StorageError } from '../../../contract/failure.ts'
import { ownFileFailure } from '../../files/own-file.ts'

/** What a database of a shelf says as a failure. The disk of the shelf is full, or refuses; Portolan's own folder is well. */
export function historyFailure(error: unknown, path: string): unknown {
  const told = ownFileFailure(error, path)
  if (told === error || !(told instanceof StorageError)) return error
  return new StorageError({ ...told.failure, operation: 'shelf.history' }, { cause: error })
}
