import { LanguageDescription, type LanguageSupport } from '@codemirror/language'
import { languages } from '@codemirror/language-data'
import { classHighlighter, highlightCode } from '@lezer/highlight'

/** A run of characters with the same style. */
export interface Piece {
  readonly text: string
  /** The CSS classes; empty for plain text. */
  readonly classes: string
}

/** File names of languages that the table of the library does not contain. */
const otherNames: readonly (readonly [pattern: RegExp, language: string])[] = [
  [/^(\.?(bash|zsh|profile)(rc|_profile|env)?|.*\.(bash|zsh|ksh))$/i, 'Shell'],
  [/^(.*\.(mts|cts))$/i, 'TypeScript'],
  [/^(.*\.jsonl|.*\.ndjson|\.prettierrc|\.babelrc|\.eslintrc)$/i, 'JSON'],
  [/^makefile$/i, 'CMake'],
]

/** Returns the language for a file name, and loads it when it is first needed; undefined if the name is unknown. */
export async function languageOf(name: string): Promise<LanguageSupport | undefined> {
  const other = otherNames.find(([pattern]) => pattern.test(name))
  const found = other
    ? LanguageDescription.matchLanguageName(languages, other[1])
    : LanguageDescription.matchFilename(languages, name)
  return found?.load()
}

/** Splits code into lines of styled pieces, in the language for its file name; undefined if the name is unknown. */
export async function highlight(name: string, code: string): Promise<readonly (readonly Piece[])[] | undefined> {
  const support = await languageOf(name)
  if (!support) return undefined
  const { language } = support
  const lines: Piece[][] = [[]]
  highlightCode(
    code,
    language.parser.parse(code),
    classHighlighter,
    (text, classes) => lines.at(-1)?.push({ text, classes }),
    () => lines.push([]),
  )
  return lines
}
