import { StorageError } from '../../../contract/failure.ts'
import { formatLocation } from '../../../contract/location.ts'
import type { Backend } from '../../backends/backend.ts'
import { intercept } from '../intercept.ts'

/** Adds the location to each failure, because a backend does not know the name of its mount. */
export function withLocation(inner: Backend, mount: string): Backend {
  return intercept(inner, {
    error(error, { paths: [path = ''] }) {
      if (!(error instanceof StorageError) || error.failure.location !== undefined) return error
      return new StorageError({ ...error.failure, location: formatLocation({ mount, path }) }, { cause: error.cause })
    },
  })
}
