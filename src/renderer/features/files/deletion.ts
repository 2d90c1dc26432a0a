import type { Capabilities } from '../../../contract/capabilities.ts'
import { text } from '../../strings/text.ts'

/** What a deletion comes to: it lands in a trash, becomes a mark above states that are kept, or is for ever. */
export interface Deletion {
  readonly kind: 'trash' | 'mark' | 'for-ever'
  /** What a person has to know before saying yes. */
  readonly about: string
  /** Why the mount can't do better, in its host's words. */
  readonly reason: string | undefined
}

/** Decided from what the mount can do alone. Until that is known, the worst is told. */
export function deletionOf(capabilities: Capabilities | undefined, to: 'trash' | 'nowhere', mount: string): Deletion {
  const facets = capabilities?.facets ?? []
  const withheld = capabilities?.withheld ?? {}
  if (to === 'nowhere' && capabilities?.keepsVersions === true) return withVersions(capabilities, mount)
  if (capabilities?.keepsVersions === true) {
    const isListed = facets.includes('deleted')
    return {
      kind: 'mark',
      about: text(isListed ? 'delete.mark-about' : 'delete.mark-unlisted', { mount }),
      reason: isListed ? undefined : withheld.deleted,
    }
  }
  if (to === 'trash') {
    const isOfComputer = facets.includes('localPath')
    return {
      kind: 'trash',
      about: isOfComputer ? text('delete.trash-about') : text('delete.trash-of-mount', { mount }),
      reason: undefined,
    }
  }
  const isKeptForDays = facets.includes('trash') && facets.includes('deleted')
  if (isKeptForDays) return { kind: 'mark', about: text('delete.days-about', { mount }), reason: undefined }
  const about = facets.includes('trash')
    ? text('delete.past-trash-about')
    : text(capabilities?.keepsVersions === 'unknown' ? 'delete.unknown-about' : 'delete.neither-about', { mount })
  return { kind: 'for-ever', about, reason: facets.includes('trash') ? undefined : withheld.trash }
}

/** Every state goes, or nothing does. */
function withVersions({ facets, withheld }: Capabilities, mount: string): Deletion {
  if (facets.includes('versions')) {
    return { kind: 'for-ever', about: text('delete.versions-about', { mount }), reason: undefined }
  }
  return { kind: 'for-ever', about: text('delete.versions-out-of-reach', { mount }), reason: withheld.versions }
}
