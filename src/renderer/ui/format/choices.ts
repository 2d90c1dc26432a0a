/**
 * The formats of dates and sizes in this window. They are global, because formatting functions are called from
 * everywhere.
 */
import type { Settings } from '../../../contract/settings/settings.ts'

export type FormatChoices = Pick<Settings, 'dates' | 'clock' | 'timeZone' | 'sizes'>

let choices: FormatChoices = { dates: 'relative', clock: '24h', timeZone: 'local', sizes: 'decimal' }
const listeners = new Set<() => void>()

/** Returns the same object until a choice changes. */
export function formatChoices(): FormatChoices {
  return choices
}

export function setFormatChoices({ dates, clock, timeZone, sizes }: FormatChoices): void {
  const isSame =
    dates === choices.dates && clock === choices.clock && timeZone === choices.timeZone && sizes === choices.sizes
  if (isSame) return
  choices = { dates, clock, timeZone, sizes }
  for (const listener of listeners) listener()
}

export function onFormatChoices(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
