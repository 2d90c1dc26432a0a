/**
 * Reads the links of an index page and the facts beside them. No script of a page is run. Of its text only links, sizes
 * in bytes and times with a time zone are used; a rounded size or a time without a zone would be a guess.
 */
export interface PageLink {
  readonly href: string
  readonly sizeBytes?: number
  readonly modifiedMs?: number
}

/** Never reads past the next `<`, so that a malicious page cannot make it slow. */
const link = /<a\s(?:[^<>"']|"[^"]*"|'[^']*')*?\bhref\s*=\s*("[^"]*"|'[^']*'|[^\s<>"']+)[^<>]*>?/gi
const ignored = /<!--[\s\S]*?(?:-->|$)|<(script|style|template|svg)\b[\s\S]*?(?:<\/\1\s*>|$)/gi
/** No row of an index is longer; longer text is not a row. */
const mostTail = 64 * 1024

/** Returns a reader that gets a page in parts. `add` and `end` return the links that are complete. */
export function createLinkReader() {
  let text = ''

  function take(isEnd: boolean): PageLink[] {
    const clean = text.replaceAll(ignored, (found) => (isClosed(found) || isEnd ? ' ' : found))
    const rows = [...clean.matchAll(link)]
    const last = rows.at(-1)
    const open = clean.search(/<!--(?![\s\S]*-->)|<(?:script|style|template|svg)\b/i)
    const until = isEnd ? clean.length : Math.min(last?.index ?? lastTag(clean), open < 0 ? Infinity : open)
    const links = rows
      .filter(({ index }) => index < until)
      .map((row, at) =>
        linkOf(row[1] ?? '', clean.slice(row.index + row[0].length, rows[at + 1]?.index ?? clean.length)),
      )
    text = clean.slice(until).slice(-mostTail)
    return links
  }

  return {
    add(chunk: string): PageLink[] {
      text += chunk
      return text.length < 16 * 1024 ? [] : take(false)
    },
    end: () => take(true),
  }
}

function isClosed(found: string): boolean {
  return /(?:-->|<\/\w+\s*>)$/.test(found)
}

function lastTag(text: string): number {
  return Math.max(0, text.lastIndexOf('<'))
}

function linkOf(quoted: string, beside: string): PageLink {
  const sizeBytes = sizeIn(beside)
  const modifiedMs = timeIn(beside)
  return {
    href: unescaped(quoted.replace(/^(["'])(.*)\1$/s, '$2')),
    ...(sizeBytes !== undefined && { sizeBytes }),
    ...(modifiedMs !== undefined && { modifiedMs }),
  }
}

/** Caddy and rclone write the size in an attribute; nginx and Apache write it in a column, where it is not rounded. */
function sizeIn(beside: string): number | undefined {
  const said =
    /\bdata-(?:size|order)="(\d{1,15})"/.exec(beside)?.[1] ??
    /<size>(\d{1,15})<\/size>/.exec(beside)?.[1] ??
    /\d\d:\d\d(?::\d\d)?(?:\s|&nbsp;|<\/td>|<td[^>]*>){1,80}(\d{1,15})(?=\s*(?:$|[\r\n]|<))/.exec(beside)?.[1]
  return said === undefined ? undefined : Number(said)
}

/** In whole seconds, as responses for files report it. */
function timeIn(beside: string): number | undefined {
  const said = /<time datetime="([^"]{1,80})"/.exec(beside)?.[1]
  if (said === undefined) return undefined
  const [, day, time, zone] =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)/.exec(unescaped(said)) ?? []
  const ms = Date.parse(`${day}T${time}${zone?.replace(/(\d\d)(\d\d)$/, '$1:$2')}`)
  return Number.isNaN(ms) ? undefined : ms
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function unescaped(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[String(name).toLowerCase()] ?? whole
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
