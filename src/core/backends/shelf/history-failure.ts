import { StorageError } from '../../../contract/failure.ts'
import { ownFileFailure } from '../../files/own-file.ts'

/**
 * Translates an error of a shelf's database into a failure. The shelf's disk is full or refuses; Portolan's own folder
 * is not affected.
 */
export function historyFailure(error: unknown, path: string): unknown {
  const told = ownFileFailure(error, path)
  if (told === error || !(told instanceof StorageError)) return error
  return new StorageError({ ...told.failure, operation: 'shelf.history' }, { cause: error })
}
