import type { EntryKind } from '../../../contract/entry.ts'
import { formatLocation } from '../../../contract/location.ts'
import type { Fact } from '../../features/inspector/inspector.tsx'
import { kindLabel } from '../../features/pane/grid/kind-label.ts'
import type { Tab } from '../../features/pane/pane-state.ts'
import { rowNote } from '../../features/pane/grid/row-facts.ts'
import { cursorRow, locationIn, selectedBytes } from '../../features/pane/tab-rows.ts'
import { text } from '../../strings/text.ts'
import { createDateFormat } from '../../ui/format/date.ts'
import { formatCount, formatSize } from '../../ui/format/size.ts'
import { selectedRows } from '../../ui/virtual-list/selection.ts'

export interface Inspected {
  readonly title: string
  readonly summary: string
  readonly facts: readonly Fact[]
}

/** What the inspector says of a tab: of its selection if that is several, else of the entry under the cursor. */
export function inspect(tab: Tab, placeName: string): Inspected {
  if (tab.selection.count > 1) return inspectSelection(tab)
  const row = inspectedRow(tab)
  return row === undefined ? inspectFolder(tab, placeName) : inspectRow(tab, row)
}

/** The one row that is looked at; undefined for several, and for none. */
export function inspectedRow(tab: Tab): number | undefined {
  if (tab.selection.count > 1) return undefined
  const [selected] = tab.selection.count === 1 ? selectedRows(tab.selection) : []
  const row = selected ?? cursorRow(tab)
  return row === undefined || row >= tab.view.index.count ? undefined : row
}

function inspectRow(tab: Tab, row: number): Inspected {
  const { index } = tab.view
  const name = index.name(row)
  const kind = kindLabel(name, index.kind(row))
  const size = index.size(row)
  const modified = index.modified(row)
  const dates = createDateFormat(Date.now())
  const extra = index.extra(row)
  const isFolder = index.kind(row) === 'folder'
  const facts: Fact[] = [{ label: text('inspector.kind'), value: kind }]
  if (index.kind(row) === 'file' || !Number.isNaN(size))
    facts.push({ label: text('inspector.size'), value: sizeText(size) })
  facts.push(
    {
      label: text('inspector.modified'),
      value: Number.isNaN(modified) ? text('inspector.unknown') : dates.full(modified),
    },
    { label: text('inspector.location'), value: formatLocation(locationIn(tab, name)) },
  )
  if (extra?.link) facts.push({ label: text('inspector.link'), value: extra.link.target })
  if (extra?.failure) facts.push({ label: text('inspector.problem'), value: rowNote(extra) })
  const summary = [!isFolder && formatSize(size), kind, dates.short(modified)].filter((part) => part && part !== '—')
  return { title: name, summary: summary.join(' · '), facts }
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
      { label: text('inspector.location'), value: formatLocation(tab.location) },
    ],
  }
}

function inspectFolder(tab: Tab, placeName: string): Inspected {
  const count = tab.view.index.count
  return {
    title: tab.location.path.split('/').at(-1) || placeName,
    summary: text('kind.folder'),
    facts: [
      { label: text('inspector.contains'), value: text('status.items', { count }) },
      { label: text('inspector.location'), value: formatLocation(tab.location) },
    ],
  }
}

function sizeText(bytes: number): string {
  if (Number.isNaN(bytes)) return text('inspector.unknown')
  if (bytes < 1000) return text('inspector.bytes', { count: bytes })
  return `${formatSize(bytes)} (${text('inspector.bytes', { count: bytes, n: formatCount(bytes) })})`
}
