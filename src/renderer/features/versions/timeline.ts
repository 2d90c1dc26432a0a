import type { Version } from '../../../contract/facets.ts'
import { text } from '../../strings/text.ts'
import type { DateFormat } from '../../ui/format/date.ts'
import { formatSize } from '../../ui/format/size.ts'

/** Returns the version before the one at this position. `versions` has the newest first. */
export function previousOf(versions: readonly Version[], at: number): Version | undefined {
  return versions.slice(at + 1).find(({ kind }) => kind === 'version')
}

/** Formats the time of each version, with seconds if another one has the same minute. */
export function timesOf(versions: readonly Version[], dates: DateFormat): readonly string[] {
  const short = versions.map(({ modifiedMs = Number.NaN }) => dates.short(modifiedMs))
  return versions.map(({ modifiedMs }, at) => {
    if (modifiedMs === undefined) return text('versions.unknown-time')
    const isShared = short.some((other, otherAt) => otherAt !== at && other === short[at])
    return isShared ? dates.precise(modifiedMs) : dates.short(modifiedMs)
  })
}

/** Returns who created a version; empty if unknown. */
export function authorText({ author }: Version): string {
  if (author === undefined) return ''
  return author === 'outside' ? text('versions.outside') : text('versions.by', { author })
}

/** Formats the difference in size: `+1.2 MB`, `−900 B`, `±0`; empty if either size is unknown. */
export function differenceText(version: Version, previous: Version | undefined): string {
  if (version.sizeBytes === undefined || previous?.sizeBytes === undefined) return ''
  const difference = version.sizeBytes - previous.sizeBytes
  if (difference === 0) return '±0'
  return `${difference > 0 ? '+' : '−'}${formatSize(Math.abs(difference))}`
}

/** Suggests a file name for saving a version: `notes (2026-11-11 16.48).md`. */
export function savedName(name: string, { modifiedMs, id }: Version): string {
  const dot = name.lastIndexOf('.')
  const [base, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, '']
  return `${base} (${modifiedMs === undefined ? id.replaceAll(/[^\w-]/gu, '').slice(0, 16) : stamp(modifiedMs)})${ending}`
}

/** Not every system allows a colon in a file name. */
function stamp(ms: number): string {
  const date = new Date(ms)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}.${two(date.getMinutes())}`
}
