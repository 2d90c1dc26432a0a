import type { LinkMethod } from '../../../contract/facets.ts'

export interface LinkOptions extends LinkExtras {
  readonly signal: AbortSignal
  readonly method: LinkMethod
  /** How long the link should be valid. */
  readonly lastsMs: number
  /** The file name the browser should use for the download. */
  readonly downloadAs?: string
  /** The content type of the upload. With `type` among the extras, it is also sent with downloads. */
  readonly contentType?: string
  /**
   * Requests a link that can be revoked by itself. Throws `unsupported` unless `capabilities.links.canRevoke` is true.
   */
  readonly revocable?: boolean
}

/** Options allowed only if `capabilities.links.extras` names them; else `unsupported`. */
export interface LinkExtras {
  /** Requests the public URL of a file. Such a link never expires, so `lastsMs` is ignored. */
  readonly permanent?: true
  /** More files and folders of the same mount. */
  readonly also?: readonly string[]
  /** The password needed to open the link. */
  readonly password?: string
  /** The maximum number of downloads or uploads. */
  readonly mostUses?: number
  /** The maximum size of an upload. */
  readonly mostBytes?: number
}
