import type { LinkSigner } from '../../../core/links/link-signature.ts'

/**
 * A download of a link that may be used so often goes on only with the mark it began with, sent as `If-Range`: that is one
 * download. Anything else begins another one.
 */
export interface DownloadGrants {
  /** The entity tag of one download of a state of a file. */
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
