/** Failures that backends see themselves, worded alike, for stores of files and folders. */
import { type FailureKind, StorageError } from '../../contract/failure.ts'
import { baseName } from '../../contract/location.ts'

export function refuse(
  kind: FailureKind,
  say: (what: string) => string,
  operation: string,
  path: string,
  cause?: unknown,
): StorageError {
  return new StorageError({ kind, message: capital(say(nameOf(path))), operation }, { cause })
}

export function existing(operation: string, path: string, cause?: unknown): StorageError {
  return refuse('exists', (what) => `There is something named ${what} already.`, operation, path, cause)
}

/** Runs `work`, with its errors as ours. */
export function failingWith(translate: (error: unknown, operation: string, path: string) => unknown) {
  return async <T>(operation: string, path: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw translate(error, operation, path)
    }
  }
}

export function nameOf(path: string): string {
  return path === '' ? 'this folder' : `“${baseName(path)}”`
}

export function capital(what: string): string {
  return what.charAt(0).toUpperCase() + what.slice(1)
}
