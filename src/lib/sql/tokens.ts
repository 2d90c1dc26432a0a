/** The tokens of an SQL text. Strings and comments are recognised, so that their content is never taken for code. */
export interface Token {
  readonly kind: 'string' | 'quoted' | 'word' | 'symbol'
  readonly start: number
  readonly end: number
  /** The content of a string or a quoted name; otherwise the text as written. */
  readonly value: string
}

/** Why a text can't be parsed. `at` counts from 0. */
export interface TokenProblem {
  readonly at: number
  readonly sentence: string
}

export type Tokens = { readonly tokens: readonly Token[] } | { readonly problem: TokenProblem }

/** Leaves out comments and spaces. Comments do not nest, as in the engine. */
export function readTokens(sql: string): Tokens {
  const tokens: Token[] = []
  for (let at = 0; at < sql.length;) {
    const skipped = skipBetween(sql, at)
    if (skipped === 'open') return { problem: { at, sentence: 'A comment that begins with /* has no end.' } }
    if (skipped > at) {
      at = skipped
      continue
    }
    const token = readToken(sql, at)
    if (!token) return { problem: { at, sentence: `The quote at character ${at + 1} has no end.` } }
    tokens.push(token)
    at = token.end
  }
  return { tokens }
}

/** Returns the position after spaces and one comment. */
function skipBetween(sql: string, at: number): number | 'open' {
  if (/\s/u.test(sql[at] ?? '')) return at + 1
  if (sql.startsWith('--', at)) return endOr(sql.indexOf('\n', at), sql.length)
  if (!sql.startsWith('/*', at)) return at
  const end = sql.indexOf('*/', at + 2)
  return end < 0 ? 'open' : end + 2
}

function endOr(at: number, otherwise: number): number {
  return at < 0 ? otherwise : at
}

function readToken(sql: string, at: number): Token | undefined {
  const first = sql[at] ?? ''
  if (first === "'") return readQuoted(sql, at, at + 1, "'", 'string')
  if (first === '"') return readQuoted(sql, at, at + 1, '"', 'quoted')
  if (/[eE]/.test(first) && sql[at + 1] === "'") return readEscaped(sql, at)
  const dollar = first === '$' ? /^\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/u.exec(sql.slice(at, at + 200))?.[0] : undefined
  if (dollar) {
    const end = sql.indexOf(dollar, at + dollar.length)
    if (end < 0) return undefined
    return { kind: 'string', start: at, end: end + dollar.length, value: sql.slice(at + dollar.length, end) }
  }
  const word = /^[\p{L}\p{N}_$]+/u.exec(sql.slice(at, at + 1000))?.[0]
  if (word) return { kind: 'word', start: at, end: at + word.length, value: word }
  return { kind: 'symbol', start: at, end: at + 1, value: first }
}

/** Reads quoted text, in which a quote is written twice. */
function readQuoted(sql: string, start: number, from: number, quote: string, kind: 'string' | 'quoted') {
  for (let at = from; at < sql.length; at++) {
    if (sql[at] !== quote) continue
    if (sql[at + 1] !== quote) {
      return { kind, start, end: at + 1, value: sql.slice(from, at).replaceAll(quote + quote, quote) } as const
    }
    at += 1
  }
  return undefined
}

/** Reads `E'…'`, with backslash escapes. */
function readEscaped(sql: string, start: number): Token | undefined {
  for (let at = start + 2; at < sql.length; at++) {
    if (sql[at] === '\\') at += 1
    else if (sql[at] === "'" && sql[at + 1] === "'") at += 1
    else if (sql[at] === "'") return { kind: 'string', start, end: at + 1, value: sql.slice(start + 2, at) }
  }
  return undefined
}
