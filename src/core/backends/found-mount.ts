/** A mount as found in a text: what was pasted, or a file of another tool. Secrets are kept apart from the beginning. */
export interface FoundMount {
  /** What to call it, when the text has a name for it. */
  readonly name?: string
  readonly config: Readonly<
    Record<string, string | number | boolean | readonly string[] | Readonly<Record<string, string>>>
  >
  readonly secrets: Readonly<Record<string, string>>
  /** Where it was found, for imports. */
  readonly source?: string
  /** What is missing or was not understood. Without secrets. */
  readonly problem?: string
  /** It may be something else: counts only where no other backend recognises the text. */
  readonly isGuess?: true
}

/** What an import may look at. */
export interface ImportSources {
  readonly homeFolder: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Undefined where there is no such file. Any other trouble is told as a problem of that file, and reads as none. */
  readonly readText: (path: string) => Promise<string | undefined>
  readonly addProblem: (source: string, message: string) => void
}

/** Without the keys that have no value. */
export function known<T>(record: Readonly<Record<string, T | undefined>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== undefined && value !== ''),
  ) as Record<string, T>
}
