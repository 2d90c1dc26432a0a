import { readTokens, type Token, type TokenProblem } from './tokens.ts'

/** A position in a query that names a file or folder: a string, or the word `this`. */
export interface NamedPlace {
  readonly start: number
  readonly end: number
  /** The location as the user wrote it, or `this` for the word. */
  readonly text: string
  /** The function whose argument the string is, such as `read_csv('…', delim = ';')`. */
  readonly reader?: string
  /** Directly after SUMMARIZE or DESCRIBE, where the grammar allows only a query. */
  readonly isWholeQuery?: true
}

export type NamedPlaces = { readonly places: readonly NamedPlace[] } | { readonly problem: TokenProblem }

/** Table functions that read files. */
const readers =
  /^(read_(csv|csv_auto|json|json_auto|json_objects|json_objects_auto|ndjson|ndjson_auto|ndjson_objects|parquet|text|blob)|(parquet|sniff)_\w+)$/i
const beginsQuery = /^(select|from|with|summarize|describe|pivot|unpivot|values)$/i
const isSummary = /^(summarize|describe)$/i
const isFrom = /^(from|join|summarize|describe)$/i
/** The words that end a list of tables. */
const endsTables =
  /^(where|group|order|limit|having|window|qualify|union|intersect|except|select|on|using|sample|offset)$/i

/** The content of one bracket. */
interface Level {
  inTables: boolean
  /** False in the bracket of `substring(name from 2)`, where FROM names no table. */
  readonly isQuery: boolean
  readonly reader?: string
}

/** The word for the current file or folder. */
export const thisWord = 'this'

/**
 * Finds the named places by their context: after FROM or JOIN, in a list of tables, and in functions that read files.
 */
export function findNamedPlaces(sql: string): NamedPlaces {
  const read = readTokens(sql)
  if ('problem' in read) return read
  const { tokens } = read
  const places: NamedPlace[] = []
  /** For each open bracket: whether it is a list of tables or the call of a reader. */
  const open: Level[] = [{ inTables: false, isQuery: true }]
  tokens.forEach((token, at) => {
    const level = open.at(-1) ?? { inTables: false, isQuery: true }
    const before = tokens[at - 1]
    if (isOpening(token)) {
      const reader = isSymbol(token, '[') ? level.reader : readerOf(before)
      open.push({ inTables: false, isQuery: holdsQuery(tokens, at, level), ...(reader !== undefined && { reader }) })
    } else if (isClosing(token) && open.length > 1) open.pop()
    else if (token.kind === 'word' && isFrom.test(token.value)) level.inTables = level.isQuery
    else if (token.kind === 'word' && endsTables.test(token.value)) level.inTables = false
    else if (isPlace(token, before, tokens[at + 1], level)) places.push(placeOf(token, before, level.reader))
  })
  return { places }
}

function readerOf(before: Token | undefined): string | undefined {
  return before?.kind === 'word' && readers.test(before.value) ? before.value : undefined
}

/** Tells whether the bracket that opens at `at` contains a query or a list of tables. */
function holdsQuery(tokens: readonly Token[], at: number, outer: Level): boolean {
  const [before, inside] = [tokens[at - 1], tokens[at + 1]]
  if (inside?.kind === 'word' && beginsQuery.test(inside.value)) return true
  return outer.inTables && (before?.kind !== 'word' || isFrom.test(before.value))
}

function isPlace(token: Token, before: Token | undefined, after: Token | undefined, level: Level): boolean {
  const isNamed = token.kind === 'string' || (token.kind === 'word' && token.value.toLowerCase() === thisWord)
  if (!isNamed || before === undefined) return false
  if (level.reader !== undefined) return isArgument(before) && after?.value !== '='
  return level.inTables && (isSymbol(before, ',') || (before.kind === 'word' && isFrom.test(before.value)))
}

/** The first argument of a call, or an item of a list, but not the value of an option. */
function isArgument(before: Token): boolean {
  return isSymbol(before, '(') || isSymbol(before, '[') || isSymbol(before, ',')
}

function placeOf(
  { start, end, value, kind }: Token,
  before: Token | undefined,
  reader: string | undefined,
): NamedPlace {
  const text = kind === 'word' ? thisWord : value
  const isWholeQuery = before?.kind === 'word' && isSummary.test(before.value)
  return { start, end, text, ...(reader !== undefined && { reader }), ...(isWholeQuery && { isWholeQuery }) }
}

function isOpening(token: Token): boolean {
  return isSymbol(token, '(') || isSymbol(token, '[') || isSymbol(token, '{')
}
function isClosing(token: Token): boolean {
  return isSymbol(token, ')') || isSymbol(token, ']') || isSymbol(token, '}')
}
function isSymbol({ kind, value }: Token, symbol: string): boolean {
  return kind === 'symbol' && value === symbol
}

/** Returns the query with each place replaced. */
export function replacePlaces<P extends NamedPlace>(
  sql: string,
  places: readonly P[],
  replace: (place: P) => string,
): string {
  let text = ''
  let done = 0
  for (const place of places) {
    text += sql.slice(done, place.start) + replace(place)
    done = place.end
  }
  return text + sql.slice(done)
}
