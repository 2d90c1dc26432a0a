import type { EngineLimits } from '../engine/protocol.ts'
import type { TableCache } from '../fetch/table-cache.ts'
import type { OpenBackend } from '../sources/resolve-sources.ts'

export interface QueryDeps {
  readonly openBackend: OpenBackend
  readonly cache: TableCache
  /** `fetchedBytes`: of one query, and of what is kept of earlier ones. */
  readonly limits: EngineLimits & { readonly fetchedBytes: number }
}
