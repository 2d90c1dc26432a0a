/** The form fields for the schedule of a pair, and for the number of deletions that need no confirmation. */
import type { PairSchedule } from '../../../../contract/sync/pairs.ts'
import type { SyncSettings } from '../../../../contract/sync/plan.ts'
import { text } from '../../../strings/text.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

export const offeredTimes = [15 * minuteMs, hourMs, 6 * hourMs, dayMs, 7 * dayMs] as const

/** Formats an interval: `every 15 minutes while open`. */
export function everyText(everyMs: number): string {
  if (everyMs % dayMs === 0) return text('pairs.when.days', { count: everyMs / dayMs })
  if (everyMs % hourMs === 0) return text('pairs.when.hours', { count: everyMs / hourMs })
  return text('pairs.when.minutes', { count: Math.round(everyMs / minuteMs) })
}

export function scheduleText({ everyMs, onMount, onChange }: PairSchedule): string {
  const parts = [
    everyMs === undefined ? [] : [everyText(everyMs)],
    onMount ? [text('pairs.when.mount')] : [],
    onChange ? [text('pairs.when.change')] : [],
  ].flat()
  return parts.length === 0 ? text('pairs.when.by-hand') : parts.join(' · ')
}

type Limits = Pick<SyncSettings, 'mostDeletions' | 'mostShare'>

export function limitText({ mostDeletions, mostShare }: Limits): string {
  if (mostDeletions !== undefined) return String(mostDeletions)
  return mostShare === undefined ? '' : `${Math.round(mostShare * 1000) / 10} %`
}

/** Reads a typed limit; undefined if it is neither a number nor a percentage. */
export function readLimit(typed: string): Limits | undefined {
  const trimmed = typed.trim()
  if (trimmed === '') return {}
  const [, digits = '', percent] = /^(\d+(?:[.,]\d+)?)\s*(%?)$/.exec(trimmed) ?? []
  const value = Number(digits.replace(',', '.'))
  if (digits === '') return undefined
  if (percent === '%') return value <= 100 ? { mostShare: value / 100 } : undefined
  return Number.isInteger(value) ? { mostDeletions: value } : undefined
}
