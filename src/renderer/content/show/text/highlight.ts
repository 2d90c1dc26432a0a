import { LanguageDescription, type LanguageSupport } from '@codemirror/language'
import { languages } from '@codemirror/language-data'
import { classHighlighter, highlightCode } from '@lezer/highlight'

/** A run of characters that look alike. */
export interface Piece {
  readonly text: string
  /** Empty for plain text. */
  readonly classes: string
}

/** Names that a language has without the table of its library knowing it. */
const otherNames: readonly (readonly [pattern: RegExp, language: string])[] = [
  [/^(\.?(bash|zsh|profile)(rc|_profile|env)?|.*\.(bash|zsh|ksh))$/i, 'Shell'],
  [/^(.*\.(mts|cts))$/i, 'TypeScript'],
  [/^(.*\.jsonl|.*\.ndjson|\.prettierrc|\.babelrc|\.eslintrc)$/i, 'JSON'],
  [/^makefile$/i, 'CMake'],
]

/** The language that the name of a file tells, loaded when it is first wanted; undefined where it tells none. */
export async function languageOf(name: string): Promise<LanguageSupport | undefined> {
  const other = otherNames.find(([pattern]) => pattern.test(name))
  const found = other
    ? LanguageDescription.matchLanguageName(languages, other[1])
    : LanguageDescription.matchFilename(languages, name)
  return found?.load()
}

/** Code as lines of pieces, in the language its name tells; undefined where it tells none. */
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
