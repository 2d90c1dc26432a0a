import type { LinkMethod } from '../../contract/facets.ts'

export interface LinkOptions {
  readonly signal: AbortSignal
  readonly method: LinkMethod
  /** How long is wished for. */
  readonly lastsMs: number
  /** What the browser should call what it downloads. */
  readonly downloadAs?: string
  /** Of what is uploaded. */
  readonly contentType?: string
  /** Wants one that can be taken back by itself, where `capabilities.links.canRevoke`; else `unsupported`. */
  readonly revocable?: boolean
}
