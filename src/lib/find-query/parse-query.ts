/**
 * Parses the search queries that users type, for the window, the host and the command line. Terms are joined by *and*:
 *
 * | written | finds |
 * | --- | --- |
 * | `q3 report` | names with both words, in any order; case and accents do not count |
 * | `*.pdf`, `img_????.jpg` | names that match the pattern from beginning to end |
 * | `"as it is: q3"` | names with exactly this text |
 * | `size>1mb`, `size<=10k` | files by size |
 * | `modified>2026-01-01`, `modified:7d`, `modified:2026-03` | by time: after that day, within 7 days, in that month |
 * | `type:pdf,docx` | names with one of the endings |
 * | `kind:image` | kinds: folder, file, link, image, audio, … |
 * | `tag:team=red`, `tag:team` | files with a tag |
 * | `content:"two words"` | files with this text in one of their lines |
 */
import { foldText } from '../text/fold-text.ts'
import { isSoughtKind, type SoughtKind, soughtKinds } from './file-kinds.ts'
import { compared, type Comparison, parseLately, parsePeriod, parseSize, type Range } from './ranges.ts'
import { splitTerms, type Term } from './split-terms.ts'

export interface NameTerm {
  /** Folded text. */
  readonly text: string
  /** The pattern must match the whole name. */
  readonly isPattern: boolean
}

export interface FindQuery {
  readonly names: readonly NameTerm[]
  readonly sizes: readonly Range[]
  readonly times: readonly Range[]
  /** An entry must match one item of each list. */
  readonly endings: readonly (readonly string[])[]
  readonly kinds: readonly (readonly SoughtKind[])[]
  readonly tags: readonly { readonly key: string; readonly value?: string }[]
  /** Folded text; each must occur in some line of the file. */
  readonly contents: readonly string[]
}

/** An error in a query: its position, counted from 0, and a sentence. */
export interface QueryProblem {
  readonly at: number
  readonly sentence: string
}

export type ParsedQuery = { readonly query: FindQuery } | { readonly problem: QueryProblem }

interface Draft {
  names: NameTerm[]
  sizes: Range[]
  times: Range[]
  endings: string[][]
  kinds: SoughtKind[][]
  tags: { key: string; value?: string }[]
  contents: string[]
}

export interface QueryOptions {
  readonly nowMs: number
  /** Words are searched in the contents of files instead of their names. */
  readonly inContents?: boolean
}

export function parseFindQuery(typed: string, { nowMs, inContents = false }: QueryOptions): ParsedQuery {
  const { terms, openQuote } = splitTerms(typed)
  if (openQuote !== undefined) return problem(openQuote, 'The quote at character {at} is never closed.')
  if (terms.length === 0) return problem(0, 'Type what to find, such as a word of the name or *.pdf.')
  const draft: Draft = { names: [], sizes: [], times: [], endings: [], kinds: [], tags: [], contents: [] }
  for (const term of terms) {
    const found = takeTerm(draft, term, { nowMs, inContents })
    if (found) return { problem: found }
  }
  return { query: draft }
}

const keyed = /^(\p{L}+)(>=|<=|:|=|>|<)(.*)$/su
const keys = ['size', 'modified', 'type', 'kind', 'tag', 'content'] as const
type Key = (typeof keys)[number]

function takeTerm(draft: Draft, term: Term, { nowMs, inContents }: QueryOptions): QueryProblem | undefined {
  const [, word = '', sign = ':', value = ''] = (term.isQuoted ? undefined : keyed.exec(term.text)) ?? []
  const key = keys.find((each) => each === word.toLowerCase())
  if (key) {
    const sentence =
      value === '' ? `“${word}${sign}” needs a value` : takers[key](draft, value, sign as Comparison, nowMs)
    return sentence === undefined ? undefined : problemIn(term, sentence)
  }
  if (word !== '' && sign === ':') {
    return problemIn(term, `There is no “${word}:”; there are ${keys.join(', ')}. In quotes it is looked for in names`)
  }
  const text = foldText(term.text)
  const isPattern = !term.isQuoted && /[*?]/.test(text)
  if (inContents && !isPattern) draft.contents.push(text)
  else draft.names.push({ text, isPattern })
  return undefined
}

/** Adds the meaning of a value to the draft, or returns the beginning of an error sentence. */
type Taker = (draft: Draft, value: string, sign: Comparison, nowMs: number) => string | undefined

const takers: Readonly<Record<Key, Taker>> = {
  size(draft, value, sign) {
    const bytes = parseSize(value)
    if (bytes === undefined) return `“${value}” is not a size; write it like 500kb, 1mb or 2gb`
    draft.sizes.push(compared(sign, { from: bytes, until: bytes + 1 }))
    return undefined
  },
  modified(draft, value, sign, nowMs) {
    const text = value.toLowerCase()
    const lately = parseLately(text, nowMs)
    if (lately && sign !== ':')
      return `“modified:${text}” finds what changed within that time; “${sign}” takes a date, like 2026-01-31`
    const range = lately ?? parsePeriod(text, nowMs)
    if (!range) return `“${value}” is not a time; write 2026-01-31, 2026-01, today, or 7d for the last 7 days`
    draft.times.push(compared(sign, range))
    return undefined
  },
  type(draft, value, sign) {
    if (isOrdering(sign)) return onlyColon('type')
    draft.endings.push(listOf(value).map((ending) => ending.replace(/^\*?\./, '')))
    return undefined
  },
  kind(draft, value, sign) {
    if (isOrdering(sign)) return onlyColon('kind')
    const kinds = listOf(value)
    const unknown = kinds.find((kind) => !isSoughtKind(kind))
    if (unknown !== undefined) return `“${unknown}” is not a kind; there are ${soughtKinds.join(', ')}`
    draft.kinds.push(kinds.filter(isSoughtKind))
    return undefined
  },
  tag(draft, value, sign) {
    if (isOrdering(sign)) return onlyColon('tag')
    const equals = value.indexOf('=')
    draft.tags.push(equals < 0 ? { key: value } : { key: value.slice(0, equals), value: value.slice(equals + 1) })
    return undefined
  },
  content(draft, value, sign) {
    if (isOrdering(sign)) return onlyColon('content')
    draft.contents.push(foldText(value))
    return undefined
  },
}

function isOrdering(sign: Comparison): boolean {
  return sign !== ':' && sign !== '='
}

function onlyColon(key: Key): string {
  return `“${key}” is not compared; write ${key}: and the value`
}

function listOf(value: string): string[] {
  return value.toLowerCase().split(',').filter(Boolean)
}

function problem(at: number, sentence: string): ParsedQuery {
  return { problem: { at, sentence: sentence.replace('{at}', String(at + 1)) } }
}

function problemIn({ at }: Term, sentence: string): QueryProblem {
  return { at, sentence: `${sentence} (at character ${at + 1}).` }
}
