/** The settings of a comparison and sync, as the view offers them. */
import type { SyncSettings } from '../../../../contract/sync/plan.ts'
import type { Location } from '../../../../contract/location.ts'
import { text } from '../../../strings/text.ts'

type Option<Value extends string> = readonly (readonly [Value, string])[]

export function modeOptions(): Option<SyncSettings['mode']> {
  return (['two-way', 'update', 'contribute', 'mirror', 'move-into'] as const).map((mode) => [
    mode,
    text(`sync.mode.${mode}`),
  ])
}

export function byOptions(): Option<SyncSettings['by']> {
  return (['size-and-time', 'hash', 'rule'] as const).map((by) => [by, text(`sync.by.${by}`)])
}

export function conflictOptions(): Option<SyncSettings['onConflict']> {
  return (['ask', 'keep-both', 'newer', 'older', 'left', 'right'] as const).map((way) => [
    way,
    text(`sync.conflict.${way}`),
  ])
}

export function deletedOptions(): Option<SyncSettings['deleted']> {
  return (['trash', 'archive'] as const).map((place) => [place, text(`sync.deleted.${place}`)])
}

/** Tells whether a mode has conflicts. In the other modes it is fixed which side wins. */
export function hasConflicts(mode: SyncSettings['mode']): boolean {
  return mode === 'two-way' || mode === 'move-into'
}

/** Returns the initial settings. They delete nothing in a first run, and ask if both sides differ. */
export function firstSettings(left: Location, right: Location): SyncSettings {
  return { left, right, mode: 'two-way', onConflict: 'ask', by: 'size-and-time', deleted: 'trash' }
}

/** The values of the filter fields. */
export interface FilterDraft {
  readonly query: string
  readonly ignore: string
  readonly skipsHidden: boolean
}

export function draftOf({ filters }: SyncSettings): FilterDraft {
  return {
    query: filters?.query ?? '',
    ignore: filters?.ignore?.join('\n') ?? '',
    skipsHidden: filters?.skipsHidden ?? false,
  }
}

/** Returns the settings with these filters, or without filters if the fields are empty. */
export function withFilters(settings: SyncSettings, { query, ignore, skipsHidden }: FilterDraft): SyncSettings {
  const { filters: before, ...rest } = settings
  const lines = ignore.split('\n').filter((line) => line.trim() !== '')
  const filters = {
    ...(before?.regex !== undefined && { regex: before.regex }),
    ...(query.trim() !== '' && { query: query.trim() }),
    ...(lines.length > 0 && { ignore: lines }),
    ...(skipsHidden && { skipsHidden }),
  }
  return Object.keys(filters).length > 0 ? { ...rest, filters } : rest
}

/** Returns the number of filters, for the button that shows them. */
export function countFilters({ filters = {} }: SyncSettings): number {
  return Object.values(filters).filter((value) => value !== undefined && value !== false).length
}
