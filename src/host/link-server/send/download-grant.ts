import type { LinkSigner } from '../../../core/links/link-signature.ts'

/**
 * For links with a limited number of uses: a download is resumed only with the entity tag it started with, sent as
 * `If-Range`. It then counts as one download. Any other request starts a new one.
 */
export interface DownloadGrants {
  /** Returns the entity tag for one download of a state of a file. */
  give(id: string, state: string): string
  isGiven(id: string, state: string, tag: string | undefined): boolean
}

const lastsMs = 24 * 3600_000

export function createDownloadGrants(signer: LinkSigner, now: () => number): DownloadGrants {
  const textOf = (id: string, state: string, endsMs: string) => `${id}\n${state}\n${endsMs}`
  return {
    give(id, state) {
      const endsMs = String(now() + lastsMs)
      return `"${state}.${endsMs}.${signer.sign('download', textOf(id, state, endsMs))}"`
    },
    isGiven(id, state, tag) {
      const [, given = '', endsMs = '', signature = ''] = /^"([\w-]+)\.(\d+)\.([\w-]+)"$/.exec(tag ?? '') ?? []
      return (
        given === state && Number(endsMs) > now() && signer.isSigned('download', textOf(id, state, endsMs), signature)
      )
    },
  }
}
