import type { LinkRecord, OwnLinkFacts } from '../../contract/api/links.ts'
import type { LinkMethod } from '../../contract/facets.ts'
import { ownLinkSchema } from './own-link.ts'

export interface LinkRow {
  readonly id: string
  readonly mount: string
  readonly path: string
  readonly method: LinkMethod
  readonly made_ms: number
  readonly ends_ms: number
  readonly revocation: LinkRecord['revocation']
  readonly revocation_id: string | null
  readonly revoked_ms: number | null
  readonly own: string | null
  readonly uses: number
  readonly most_uses: number | null
  readonly opened: number
  readonly last_opened_ms: number | null
}

/** The stored expiry of a link without one. */
export const neverMs = Number.MAX_SAFE_INTEGER

export function recordOf(row: LinkRow): LinkRecord {
  return {
    id: row.id,
    location: { mount: row.mount, path: row.path },
    method: row.method,
    madeMs: row.made_ms,
    ...(row.ends_ms !== neverMs && { endsMs: row.ends_ms }),
    revocation: row.revocation,
    ...(row.revoked_ms !== null && { revokedMs: row.revoked_ms }),
    ...(row.own !== null && { own: ownFactsOf(row, row.own) }),
  }
}

function ownFactsOf({ uses, opened, last_opened_ms }: LinkRow, own: string): OwnLinkFacts {
  const { kind, paths, password, mostUses, mostBytes } = ownLinkSchema.parse(JSON.parse(own))
  return {
    kind,
    items: paths.length,
    hasPassword: password !== undefined,
    uses,
    opened,
    ...(mostUses !== undefined && { mostUses }),
    ...(mostBytes !== undefined && { mostBytes }),
    ...(last_opened_ms !== null && { lastOpenedMs: last_opened_ms }),
  }
}
