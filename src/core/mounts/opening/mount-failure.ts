import { type FailureKind, StorageError } from '../../../contract/failure.ts'

export function mountFailure(kind: FailureKind, message: string, method: string, cause?: unknown): StorageError {
  return new StorageError({ kind, message, operation: `mounts.${method}` }, { cause })
}

export function noSuchMount(name: string, method: string): StorageError {
  return mountFailure('not-found', `There is no mount named “${name}”.`, method)
}
