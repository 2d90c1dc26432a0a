import type { ActivityEntry } from '../../../contract/api/activity.ts'
import { failureReason } from '../../strings/failures.ts'
import { text } from '../../strings/text.ts'

/** Returns the display name of a mount. */
export type PlaceName = (mount: string) => string

/** Returns the entries that contain all words of the filter, in any of their texts. */
export function matching(
  entries: readonly ActivityEntry[],
  filter: string,
  placeName: PlaceName,
): readonly ActivityEntry[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return entries
  return entries.filter((entry) => {
    const shown = asText(entry, placeName).toLowerCase()
    return words.every((word) => shown.includes(word))
  })
}

export function whereText({ paths, morePaths = 0 }: ActivityEntry): string {
  const shown = paths.map((path) => path || text('activity.top')).join(' → ')
  return morePaths > 0 ? text('activity.more-paths', { paths: shown, n: morePaths }) : shown
}

export function outcomeText({ outcome, kind }: ActivityEntry): string {
  return outcome === 'failed' ? failureReason(kind ?? 'internal') : text(`activity.${outcome}`)
}

export function tookText(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
}

export function timeText(ms: number): string {
  const date = new Date(ms)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}

/** Formats an entry as one line of text, for example for an email to support. */
export function asText(entry: ActivityEntry, placeName: PlaceName): string {
  const { timeMs, id, mount, operation, durationMs, attempts, kind, message, detail } = entry
  return [
    new Date(timeMs).toISOString(),
    id,
    placeName(mount),
    operation,
    whereText(entry),
    tookText(durationMs),
    `×${attempts}`,
    outcomeText(entry),
    ...[kind, message, detail].filter((part) => part !== undefined),
  ].join('\t')
}
