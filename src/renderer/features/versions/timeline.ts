import type { Version } from '../../../contract/facets.ts'
import { text } from '../../strings/text.ts'
import type { DateFormat } from '../../ui/format/date.ts'
import { formatSize } from '../../ui/format/size.ts'

/** A state of a file beside what came before it. `versions` are the newest first. */
export function previousOf(versions: readonly Version[], at: number): Version | undefined {
  return versions.slice(at + 1).find(({ kind }) => kind === 'version')
}

/** The time of each state, to the second where another one has the same minute. */
export function timesOf(versions: readonly Version[], dates: DateFormat): readonly string[] {
  const short = versions.map(({ modifiedMs = Number.NaN }) => dates.short(modifiedMs))
  return versions.map(({ modifiedMs }, at) => {
    if (modifiedMs === undefined) return text('versions.unknown-time')
    const isShared = short.some((other, otherAt) => otherAt !== at && other === short[at])
    return isShared ? dates.precise(modifiedMs) : dates.short(modifiedMs)
  })
}

/** Who made a state, in words; empty where that is not known. */
export function authorText({ author }: Version): string {
  if (author === undefined) return ''
  return author === 'outside' ? text('versions.outside') : text('versions.by', { author })
}

/** `+1.2 MB`, `−900 B`, `±0`; empty where either size is not known. */
export function differenceText(version: Version, previous: Version | undefined): string {
  if (version.sizeBytes === undefined || previous?.sizeBytes === undefined) return ''
  const difference = version.sizeBytes - previous.sizeBytes
  if (difference === 0) return '±0'
  return `${difference > 0 ? '+' : '−'}${formatSize(Math.abs(difference))}`
}

/** The name a state of a file is offered to be saved under: `notes (2026-11-11 16.48).md`. */
export function savedName(name: string, { modifiedMs, id }: Version): string {
  const dot = name.lastIndexOf('.')
  const [base, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, '']
  return `${base} (${modifiedMs === undefined ? id.replaceAll(/[^\w-]/gu, '').slice(0, 16) : stamp(modifiedMs)})${ending}`
}

/** A colon is no character for a name on every system. */
function stamp(ms: number): string {
  const date = new Date(ms)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}.${two(date.getMinutes())}`
}
