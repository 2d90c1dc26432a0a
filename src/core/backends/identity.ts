/** Identifies where entries really are, so that two mounts that lead to the same place are recognised. */
export interface IdentityFacet {
  /** Returns the identity of the entry at a path, or of one that would be created there. Undefined if it is unknown. */
  identify(path: string, options: { readonly signal: AbortSignal }): Promise<Identity | undefined>
}

/** An entry as its store identifies it, the same for every mount. */
export interface Identity {
  /**
   * Equal for all mounts that see the same names. It is not a secret. One store may have several values, one for each
   * name of its host.
   */
  readonly store: string
  /** The path in the store, with `/` between names and no slash at its end. */
  readonly path: string
  /** Equal for all names (hard links) of one file, if the store reports it. */
  readonly file?: string
  /** Set if the entry has no other path under this `store`. Then a different path is a different entry. */
  readonly isOnlyPath?: true
}
