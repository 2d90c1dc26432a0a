import { StorageError } from '../../contract/failure.ts'
import type { Backend } from '../backends/backend.ts'
import { type Call, intercept } from './intercept.ts'

const changing: ReadonlySet<Call['operation']> = new Set(['write', 'makeFolder', 'remove', 'rename', 'moveToTrash'])

/**
 * Keeps a backend to what its capabilities say: facets that are not declared are not there, and where nothing may be
 * written every change is refused with `read-only` before it does harm. `readOnly` takes the right to write away.
 */
export function withCapabilityCheck(inner: Backend, { readOnly }: { readonly readOnly: boolean }): Backend {
  const canWrite = inner.capabilities.canWrite && !readOnly
  const facets = inner.capabilities.facets.filter((name) => canWrite || (name !== 'rename' && name !== 'trash'))
  const { rename, trash, watch, localPath, ...required } = intercept(inner, {
    before(call) {
      if (canWrite || !changing.has(call.operation)) return
      throw new StorageError({
        kind: 'read-only',
        message: 'This mount can only be read.',
        operation: `capability-check.${call.operation}`,
      })
    },
  })
  return {
    ...required,
    capabilities: { ...inner.capabilities, canWrite, facets },
    ...(rename && facets.includes('rename') && { rename }),
    ...(trash && facets.includes('trash') && { trash }),
    ...(watch && facets.includes('watch') && { watch }),
    ...(localPath && facets.includes('localPath') && { localPath }),
  }
}
