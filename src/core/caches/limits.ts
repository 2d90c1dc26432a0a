import type { MountConfig } from '../../contract/api/mounts.ts'

/** The limits for one mount: how much is cached, and for how long. An absent part is not cached at all. */
export interface CacheLimits {
  readonly listing?: { readonly ttlMs: number; readonly entries: number }
  /** Within `ttlMs` after its last answer, the store is not asked again. */
  readonly content?: { readonly ttlMs: number; readonly bytes: number }
}

/** The limits for all mounts together. */
export interface CacheBounds {
  readonly entries: number
  readonly listingBytes: number
  readonly contentBytes: number
}

export const standardBounds: CacheBounds = {
  entries: 1_000_000,
  listingBytes: 256_000_000,
  contentBytes: 2_000_000_000,
}

const dayMs = 86_400_000
const standard = { days: 30, entries: standardBounds.entries, seconds: 30, bytes: standardBounds.contentBytes }

/** `keepsContent` caches contents even if the mount's config does not mention it. */
export function limitsOf(cache: MountConfig['cache'], keepsContent: boolean): CacheLimits {
  if (cache === false) return {}
  const { listing = {}, content = keepsContent ? {} : false } = cache ?? {}
  return {
    ...(listing !== false && {
      listing: { ttlMs: (listing.days ?? standard.days) * dayMs, entries: listing.entries ?? standard.entries },
    }),
    ...(content !== false && {
      content: { ttlMs: (content.seconds ?? standard.seconds) * 1000, bytes: content.bytes ?? standard.bytes },
    }),
  }
}
