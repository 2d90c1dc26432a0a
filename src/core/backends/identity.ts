/** Where entries really are, so that two mounts that lead to one place are known. */
export interface IdentityFacet {
  /** Of what is at a path, or would be. Undefined where it can't be told. */
  identify(path: string, options: { readonly signal: AbortSignal }): Promise<Identity | undefined>
}

/** An entry as its store knows it, whichever mount asks. */
export interface Identity {
  /** Equal for all mounts that see the same names; no secret. One store may have several, by the names of its host. */
  readonly store: string
  /** In the store, with `/` between names and none at its end. */
  readonly path: string
  /** Equal for all names of one file, where the store tells. */
  readonly file?: string
  /** Has the entry no other path under this `store`? Then another path is another entry. */
  readonly isOnlyPath?: true
}
