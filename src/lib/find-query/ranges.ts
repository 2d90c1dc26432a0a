/** Parses sizes and times of a query. */
export type Comparison = ':' | '=' | '>' | '<' | '>=' | '<='

/** Includes `from` and excludes `until`. */
export interface Range {
  readonly from: number
  readonly until: number
}

const powers: Readonly<Record<string, number>> = {
  b: 0,
  k: 1,
  kb: 1,
  m: 2,
  mb: 2,
  g: 3,
  gb: 3,
  t: 4,
  tb: 4,
  p: 5,
  pb: 5,
}
const binaryPowers: Readonly<Record<string, number>> = { kib: 1, mib: 2, gib: 3, tib: 4, pib: 5 }

/** Parses `1mb`, `1.5 GB`, `900`, `4kib` to bytes. Units are powers of a thousand, as in the display. */
export function parseSize(text: string): number | undefined {
  const [, number, unit = 'b'] = /^(\d+(?:\.\d+)?) ?([a-z]+)?$/.exec(text.toLowerCase()) ?? []
  if (number === undefined) return undefined
  const binary = binaryPowers[unit]
  const power = powers[unit]
  if (binary !== undefined) return Number(number) * 1024 ** binary
  return power === undefined ? undefined : Number(number) * 1000 ** power
}

/** Returns the day, month or year that a date names, in the time zone of this computer. */
export function parsePeriod(text: string, nowMs: number): Range | undefined {
  const now = new Date(nowMs)
  const day = (back: number) => days(now.getFullYear(), now.getMonth(), now.getDate() - back, 1)
  if (text === 'today') return day(0)
  if (text === 'yesterday') return day(1)
  const [, year, month, date] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text) ?? []
  if (year === undefined) return undefined
  if (month === undefined)
    return { from: new Date(Number(year), 0).getTime(), until: new Date(Number(year) + 1, 0).getTime() }
  const at = Number(month) - 1
  if (at < 0 || at > 11) return undefined
  if (date === undefined) {
    return { from: new Date(Number(year), at).getTime(), until: new Date(Number(year), at + 1).getTime() }
  }
  const range = days(Number(year), at, Number(date), 1)
  return new Date(range.from).getDate() === Number(date) ? range : undefined // For dates such as 30 February.
}

/**
 * Parses `7d`, `12h`, `3w`, `6mo`, `1y`: from that time ago until now, by the calendar. Times in the future are
 * included.
 */
export function parseLately(text: string, nowMs: number): Range | undefined {
  const [, number = '', unit = ''] = /^(\d{1,5})(min|h|d|w|mo|y)$/.exec(text) ?? []
  const count = Number(number)
  const from = new Date(nowMs)
  if (unit === 'min') from.setMinutes(from.getMinutes() - count)
  else if (unit === 'h') from.setHours(from.getHours() - count)
  else if (unit === 'd') from.setDate(from.getDate() - count)
  else if (unit === 'w') from.setDate(from.getDate() - 7 * count)
  else if (unit === 'mo') from.setMonth(from.getMonth() - count)
  else if (unit === 'y') from.setFullYear(from.getFullYear() - count)
  else return undefined
  return { from: from.getTime(), until: Number.POSITIVE_INFINITY }
}

/** Returns the result of comparing with a range: `>` is everything after it, `<` everything before it. */
export function compared(comparison: Comparison, { from, until }: Range): Range {
  const [least, most] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  if (comparison === '>') return { from: until, until: most }
  if (comparison === '>=') return { from, until: most }
  if (comparison === '<') return { from: least, until: from }
  if (comparison === '<=') return { from: least, until }
  return { from, until }
}

export function isWithin({ from, until }: Range, value: number): boolean {
  return value >= from && value < until
}

function days(year: number, month: number, date: number, count: number): Range {
  return { from: new Date(year, month, date).getTime(), until: new Date(year, month, date + count).getTime() }
}
