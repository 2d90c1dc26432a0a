/** Parses a line about an entry: of MLSD and MLST (RFC 3659), or of LIST as Unix and Windows servers write it. */
import type { Entry, EntryKind } from '../../../../contract/entry.ts'
import { modeText } from '../../../../lib/file-mode.ts'
import { known } from '../../../../lib/known.ts'
import { type ServerPath, shownName } from '../paths/server-path.ts'

export interface Facts {
  readonly name: ServerPath
  readonly kind: EntryKind
  readonly sizeBytes?: number
  readonly modifiedMs?: number
  readonly mode?: number
  readonly target?: ServerPath
}

/** Returns undefined for the folder itself, its parent, and any line that is not such an entry. */
export function factsOfMachineLine(line: string): Facts | undefined {
  const space = line.startsWith(' ') ? 0 : line.indexOf(' ')
  if (space < 0) return undefined
  const facts = new Map<string, string>()
  for (const fact of line.slice(0, space).split(';')) {
    const equals = fact.indexOf('=')
    if (equals > 0) facts.set(fact.slice(0, equals).toLowerCase(), fact.slice(equals + 1))
  }
  const path = line.slice(space + 1)
  const name = path.slice(path.lastIndexOf('/') + 1)
  const type = facts.get('type') ?? 'file'
  if (/^[cp]dir$/i.test(type) || (name === '' && path !== '/')) return undefined
  const [, target] = /^os\.unix=s(?:ym)?link:?(.*)$/i.exec(type) ?? []
  const sizeText = facts.get('size') ?? ''
  const modeOctal = facts.get('unix.mode') ?? ''
  return {
    name,
    kind: target !== undefined ? 'link' : kindOfType(type),
    ...known({
      sizeBytes: /^\d+$/.test(sizeText) ? Number(sizeText) : undefined,
      modifiedMs: timeOf(facts.get('modify') ?? ''),
      mode: /^[0-7]+$/.test(modeOctal) ? Number.parseInt(modeOctal, 8) : undefined,
      target,
    }),
  }
}

/** Parses a line of MLST, which describes the folder itself as such. */
export function factsOfOne(line: string): Facts | undefined {
  return factsOfMachineLine(line.replace(/(^|;)(type=)[cp]dir(?=;)/i, '$1$2dir').replace(/\/$/, ''))
}

function kindOfType(type: string): EntryKind {
  if (/^file$/i.test(type)) return 'file'
  return /^dir$/i.test(type) ? 'folder' : 'special'
}

/** Parses `20260102030405.123`, in UTC. */
export function timeOf(text: string): number | undefined {
  const [, year, month, day, hour, minute, second, part = ''] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,9}))?$/.exec(text) ?? []
  if (year === undefined) return undefined
  const whole = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second))
  return whole + Number(part.padEnd(3, '0').slice(0, 3))
}

export function timeText(ms: number): string {
  return new Date(Math.max(ms, 0)).toISOString().replaceAll(/[-:T]|\..*$/g, '')
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const unixLine =
  /^([-dlbcps])([-rwxsStT]{9})[.+@]?\s+\d+\s+\S+\s+(?:\S+\s+)?(\d+)\s+([A-Za-z]{3})\s+(\d{1,2})\s+(\d{4}|\d{1,2}:\d\d)\s(.+)$/
const windowsLine = /^(\d\d)-(\d\d)-(\d\d(?:\d\d)?)\s+(\d\d):(\d\d)\s*([AP]M)?\s+(<DIR>|<JUNCTION>|\d+)\s+(.+)$/i
const kinds: Readonly<Record<string, EntryKind>> = { '-': 'file', d: 'folder', l: 'link' }

/** Times are the server's local time, and are read as UTC. */
export function factsOfListLine(line: string, now = new Date()): Facts | undefined {
  const unix = unixLine.exec(line)
  if (unix) {
    const [, letter = '-', , size = '', month = '', day = '', yearOrTime = '', name = ''] = unix
    const kind = kinds[letter] ?? 'special'
    const [own, target] = kind === 'link' ? name.split(' -> ') : [name]
    if (own === undefined || own === '.' || own === '..') return undefined
    const modifiedMs = unixTime(months.indexOf(month.toLowerCase()), Number(day), yearOrTime, now)
    return { name: own, kind, ...known({ sizeBytes: kind === 'file' ? Number(size) : undefined, modifiedMs, target }) }
  }
  const [, month, day, year = '', hour, minute, half, size = '', name] = windowsLine.exec(line) ?? []
  if (name === undefined || name === '.' || name === '..') return undefined
  const isFolder = size.startsWith('<')
  const fullYear = Number(year) + (year.length > 2 ? 0 : Number(year) < 70 ? 2000 : 1900)
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0)
  const modifiedMs = Date.UTC(fullYear, Number(month) - 1, Number(day), hours, Number(minute))
  return {
    name,
    kind: isFolder ? 'folder' : 'file',
    ...known({ sizeBytes: isFolder ? undefined : Number(size), modifiedMs }),
  }
}

/** A time without a year is within the last year. */
function unixTime(month: number, day: number, yearOrTime: string, now: Date): number | undefined {
  if (month < 0) return undefined
  if (!yearOrTime.includes(':')) return Date.UTC(Number(yearOrTime), month, day)
  const [hour = 0, minute = 0] = yearOrTime.split(':').map(Number)
  const thisYear = Date.UTC(now.getUTCFullYear(), month, day, hour, minute)
  const isToCome = thisYear > now.getTime() + 86_400_000
  return isToCome ? Date.UTC(now.getUTCFullYear() - 1, month, day, hour, minute) : thisYear
}

export function entryOf(name: string, { kind, sizeBytes, modifiedMs, mode, target }: Facts): Entry {
  return {
    name,
    kind,
    ...(kind === 'file' && known({ sizeBytes })),
    ...known({ modifiedMs, mode: mode === undefined ? undefined : modeText(mode) }),
    ...(kind === 'link' && { link: { target: shownName(target ?? ''), leadsTo: 'unknown' as const } }),
  }
}
