import type { Entry, EntryKind } from '../../../contract/entry.ts'
import { baseName, type Location, pastMountOf, presentOf } from '../../../contract/location.ts'
import { shownName } from '../../ui/format/shown-name.ts'
import { locationText } from '../../ui/format/location-text.ts'
import type { Fact } from '../../features/inspector/inspector.tsx'
import { kindLabel } from '../../features/pane/grid/kind-label.ts'
import type { Tab } from '../../features/pane/pane-state.ts'
import { rowNote } from '../../features/pane/grid/row-facts.ts'
import { cursorRow, locationIn, selectedBytes } from '../../features/pane/tab-rows.ts'
import { text } from '../../strings/text.ts'
import { createDateFormat, type DateFormat } from '../../ui/format/date.ts'
import { formatCount, formatSize } from '../../ui/format/size.ts'
import { selectedRows } from '../../ui/virtual-list/selection.ts'

export interface Inspected {
  readonly title: string
  readonly summary: string
  readonly facts: readonly Fact[]
}

/** An entry with its location. */
export interface InspectedEntry {
  readonly location: Location
  readonly entry: Entry
}

/** Returns the content of the inspector: about one entry, or else the selection of a tab, or else its folder. */
export function inspect(tab: Tab, one: InspectedEntry | undefined, placeName: string): Inspected {
  if (one) return inspectEntry(one)
  return tab.selection.count > 1 ? inspectSelection(tab) : inspectFolder(tab, placeName)
}

/** Returns the entry to inspect in a tab; undefined if several or none are selected. */
export function inspectedEntry(tab: Tab): InspectedEntry | undefined {
  if (tab.selection.count > 1) return undefined
  const [selected] = tab.selection.count === 1 ? selectedRows(tab.selection) : []
  const row = selected ?? cursorRow(tab)
  if (row === undefined || row >= tab.view.index.count) return undefined
  const entry = tab.view.index.entry(row)
  return { location: locationIn(tab, entry.name), entry }
}

function inspectEntry({ location, entry }: InspectedEntry): Inspected {
  const { name, sizeBytes = Number.NaN, modifiedMs = Number.NaN } = entry
  const kind = kindLabel(baseName(name), entry.kind)
  const dates = createDateFormat(Date.now())
  const facts: Fact[] = [{ label: text('inspector.kind'), value: kind }]
  if (entry.kind === 'file' || !Number.isNaN(sizeBytes))
    facts.push({ label: text('inspector.size'), value: sizeText(sizeBytes) })
  facts.push(
    {
      label: text('inspector.modified'),
      value: knownDate(modifiedMs, dates),
    },
    { label: text('inspector.location'), value: locationText(presentOf(location)) },
  )
  const past = pastMountOf(location.mount)
  if (past) facts.push({ label: text('past.bar'), value: dates.full(past.atMs) })
  if (entry.since && !entry.deleted) facts.push({ label: text('column.since'), value: text(`since.${entry.since}`) })
  if (entry.deleted) {
    const { deletedMs = Number.NaN, goneMs } = entry.deleted
    facts.push({ label: text('inspector.deleted'), value: knownDate(deletedMs, dates) })
    if (goneMs !== undefined) facts.push({ label: text('inspector.kept-until'), value: dates.full(goneMs) })
  }
  if (entry.link) facts.push({ label: text('inspector.link'), value: entry.link.target })
  if (entry.failure) facts.push({ label: text('inspector.problem'), value: rowNote(entry) })
  const summary = [entry.kind !== 'folder' && formatSize(sizeBytes), kind, dates.short(modifiedMs)]
  return {
    title: shownName(baseName(name)),
    summary: summary.filter((part) => part && part !== '—').join(' · '),
    facts,
  }
}

function knownDate(ms: number, dates: DateFormat): string {
  return Number.isNaN(ms) ? text('inspector.unknown') : dates.full(ms)
}

function inspectSelection(tab: Tab): Inspected {
  const { index } = tab.view
  const counts: Record<EntryKind, number> = { file: 0, folder: 0, link: 0, special: 0 }
  for (const row of selectedRows(tab.selection)) counts[index.kind(row)] += 1
  const files = counts.file + counts.link + counts.special
  const holds = [
    files > 0 && text('inspector.files', { count: files }),
    counts.folder > 0 && text('inspector.folders', { count: counts.folder }),
  ].filter(Boolean)
  return {
    title: text('inspector.selected', { count: tab.selection.count }),
    summary: holds.join(' · '),
    facts: [
      { label: text('inspector.size-of-files'), value: sizeText(selectedBytes(tab.selection, index)) },
      { label: text('inspector.location'), value: locationText(presentOf(tab.location)) },
    ],
  }
}

function inspectFolder(tab: Tab, placeName: string): Inspected {
  const count = tab.view.index.count
  const isListed = tab.listing.kind !== 'failed'
  return {
    title: tab.location.path.split('/').at(-1) || placeName,
    summary: text('kind.folder'),
    facts: [
      ...(isListed ? [{ label: text('inspector.contains'), value: text('status.items', { count }) }] : []),
      { label: text('inspector.location'), value: locationText(presentOf(tab.location)) },
    ],
  }
}

function sizeText(bytes: number): string {
  if (Number.isNaN(bytes)) return text('inspector.unknown')
  if (bytes < 1000) return text('inspector.bytes', { count: bytes })
  return `${formatSize(bytes)} (${text('inspector.bytes', { count: bytes, n: formatCount(bytes) })})`
}
