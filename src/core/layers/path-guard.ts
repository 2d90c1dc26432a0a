import { said } from '../../contract/sentences/said.ts'
import { StorageError } from '../../contract/failure.ts'
import { pathSegments } from '../../contract/location.ts'
import type { Backend } from '../backends/backend.ts'
import { type Call, intercept } from './intercept.ts'

const loneSurrogate = /\p{Surrogate}/u

/**
 * Refuses with `bad-name` every path that is not normalised or leads upwards, so backends need not check this. Further
 * limits of a store are checked by its backend.
 */
export function withPathGuard(inner: Backend): Backend {
  return intercept(inner, { before: checkPaths, beforeSync: checkPaths })
}

/** Tells whether the text is a single name that can't lead to another folder. */
export function isSafeName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\0]/.test(name) && !loneSurrogate.test(name)
}

function checkPaths({ paths, operation }: Call): void {
  for (const path of paths) {
    const bad = pathSegments(path).find((segment) => !isSafeName(segment))
    if (bad === undefined) continue
    throw new StorageError({
      kind: 'bad-name',
      ...said('layer.unsafe-path', { path: path.replaceAll('\0', '␀') }),
      operation: `path-guard.${operation}`,
    })
  }
}
