import { LanguageDescription } from '@codemirror/language'
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

/** Code as lines of pieces, in the language its name tells; undefined where it tells none. The language is loaded by itself. */
export async function highlight(name: string, code: string): Promise<readonly (readonly Piece[])[] | undefined> {
  const other = otherNames.find(([pattern]) => pattern.test(name))
  const found = other
    ? LanguageDescription.matchLanguageName(languages, other[1])
    : LanguageDescription.matchFilename(languages, name)
  if (!found) return undefined
  const { language } = await found.load()
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
