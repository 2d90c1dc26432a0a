/** A mount found in a pasted text or in a file of another tool. Secrets are kept apart from the beginning. */
export interface FoundMount {
  /** The mount's name, if the text has one. */
  readonly name?: string
  readonly config: Readonly<
    Record<string, string | number | boolean | readonly string[] | Readonly<Record<string, string>>>
  >
  readonly secrets: Readonly<Record<string, string>>
  /** The place it was found in, for imports. */
  readonly source?: string
  /** What is missing or was not understood. Never contains secrets. */
  readonly problem?: string
  /** The text may mean something else. The mount counts only if no other backend recognises the text. */
  readonly isGuess?: true
}

/** The files an import may read. */
export interface ImportSources {
  readonly homeFolder: string
  readonly env: Readonly<Record<string, string | undefined>>
  /**
   * Returns undefined if the file does not exist. Any other error is reported as a problem of that file, and also
   * returns undefined.
   */
  readonly readText: (path: string) => Promise<string | undefined>
  readonly addProblem: (source: string, message: string) => void
}

/** Returns the record without the keys that have no value. */
export function known<T>(record: Readonly<Record<string, T | undefined>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== undefined && value !== ''),
  ) as Record<string, T>
}
