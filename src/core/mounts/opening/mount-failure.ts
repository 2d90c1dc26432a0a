import { type FailureKind, StorageError } from '../../../contract/failure.ts'
import { type Said, said } from '../../../contract/sentences/said.ts'

export function mountFailure(kind: FailureKind, why: Said, method: string, cause?: unknown): StorageError {
  return new StorageError({ kind, ...why, operation: `mounts.${method}` }, { cause })
}

export function noSuchMount(name: string, method: string): StorageError {
  return mountFailure('not-found', said('mount.unknown', { mount: name }), method)
}
