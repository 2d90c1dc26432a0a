import type { EngineLimits } from '../engine/protocol.ts'
import type { TableCache } from '../fetch/table-cache.ts'
import type { OpenBackend } from '../sources/resolve-sources.ts'

export interface QueryDeps {
  readonly openBackend: OpenBackend
  readonly cache: TableCache
  /** `fetchedBytes` limits one query, including what is kept from earlier ones. */
  readonly limits: EngineLimits & { readonly fetchedBytes: number }
}
