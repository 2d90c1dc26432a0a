import type { Capabilities } from '../../../contract/capabilities.ts'
import { text } from '../../strings/text.ts'

/**
 * The effect of a deletion: the files move to a trash, get a delete marker above their kept versions, or are deleted
 * permanently.
 */
export interface Deletion {
  readonly kind: 'trash' | 'mark' | 'for-ever'
  /** The consequence that the user must know before confirming. */
  readonly about: string
  /** The host's explanation of why the mount offers no safer deletion. */
  readonly reason: string | undefined
}

/**
 * Derives the effect from the capabilities of the mount alone. Until they are known, it assumes a permanent deletion.
 */
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

/** For a permanent deletion: either all versions are deleted, or no deletion happens. */
function withVersions({ facets, withheld }: Capabilities, mount: string): Deletion {
  if (facets.includes('versions')) {
    return { kind: 'for-ever', about: text('delete.versions-about', { mount }), reason: undefined }
  }
  return { kind: 'for-ever', about: text('delete.versions-out-of-reach', { mount }), reason: withheld.versions }
}
