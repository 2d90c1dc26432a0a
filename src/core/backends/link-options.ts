import type { LinkMethod } from '../../contract/facets.ts'

export interface LinkOptions extends LinkExtras {
  readonly signal: AbortSignal
  readonly method: LinkMethod
  /** How long is wished for. */
  readonly lastsMs: number
  /** What the browser should call what it downloads. */
  readonly downloadAs?: string
  /** Of what is uploaded; with `type` among the extras also what the receiver is told of what is downloaded. */
  readonly contentType?: string
  /** Wants one that can be taken back by itself, where `capabilities.links.canRevoke`; else `unsupported`. */
  readonly revocable?: boolean
}

/** Only where `capabilities.links.extras` names them; else `unsupported`. */
export interface LinkExtras {
  /** Asks for the public address of a file. Such a link never ends, so `lastsMs` is ignored. */
  readonly permanent?: true
  /** Further files and folders of the same mount. */
  readonly also?: readonly string[]
  /** Whoever opens it has to give it. */
  readonly password?: string
  /** So many downloads, or uploads, and no more. */
  readonly mostUses?: number
  /** No upload may be larger. */
  readonly mostBytes?: number
}
