import type { ServerResponse } from 'node:http'
import type { Entry } from '../../../contract/entry.ts'
import { unpackEntries } from '../../../contract/entry-page.ts'
import type { Backend, Waits } from '../../../core/backends/backend.ts'
import { escapeHtml, formatBytes, sendPage } from '../pages.ts'
import { isHidden, plainAt } from '../linked.ts'
import { filled } from '../../../contract/sentences/fill.ts'
import { linkPages } from '../../../contract/sentences/own/link-pages.ts'

/** Further entries are in the zip and at their own URLs. A page with a million rows would be useless. */
const mostRows = 5000

const byName = new Intl.Collator(undefined, { numeric: true })

/** Yields the files and folders that are shared with a folder. Hidden entries and symbolic links are not shared. */
export async function* sharedEntries(backend: Backend, path: string, waits: Waits): AsyncGenerator<Entry> {
  for await (const page of backend.list(path, waits)) {
    for (const entry of unpackEntries(page)) {
      if (!isHidden(entry.name) && (entry.kind === 'file' || entry.kind === 'folder')) yield entry
    }
  }
}

export interface Index {
  readonly title: string
  readonly entries: readonly Entry[]
  readonly hasMore: boolean
  /** Tells whether there is a page for the parent folder. */
  readonly isBelow: boolean
}

export async function readFolder(
  backend: Backend,
  path: string,
  waits: Waits,
): Promise<Omit<Index, 'title' | 'isBelow'>> {
  const entries: Entry[] = []
  for await (const entry of sharedEntries(backend, path, waits)) {
    if (entries.length === mostRows) return { entries, hasMore: true }
    entries.push(entry)
  }
  return { entries, hasMore: false }
}

/** Returns several shared files by their names in the link; missing ones are left out. */
export async function readItems(
  backend: Backend,
  items: ReadonlyMap<string, string>,
  waits: Waits,
): Promise<Omit<Index, 'title' | 'isBelow'>> {
  const entries: Entry[] = []
  for (const [name, path] of items) {
    const found = await plainAt(backend, path, [], waits).catch(() => undefined)
    if (found) entries.push({ ...found.entry, name })
  }
  return { entries, hasMore: false }
}

export function sendIndex(response: ServerResponse, { title, entries, hasMore, isBelow }: Index): void {
  const rows = entries
    .toSorted(
      (one, other) =>
        Number(other.kind === 'folder') - Number(one.kind === 'folder') || byName.compare(one.name, other.name),
    )
    .map(rowOf)
  const up = isBelow ? `<li><a href="../">${linkPages.up}</a><span></span></li>` : ''
  const all = rows.length === 0 ? `<p>${linkPages.empty}</p>` : `<p><a href="?zip">${linkPages.zip}</a></p>`
  const more = hasMore ? `<p>${filled(linkPages.listEnds, { rows: mostRows })}</p>` : ''
  sendPage(response, 200, title, `${all}<ul>${up}${rows.join('')}</ul>${more}`)
}

/** `./` keeps a colon in a name from being read as a scheme. */
function rowOf({ name, kind, sizeBytes }: Entry): string {
  const isFolder = kind === 'folder'
  const address = `./${encodeURIComponent(name)}${isFolder ? '/' : ''}`
  const size = isFolder || sizeBytes === undefined ? '' : formatBytes(sizeBytes)
  return `<li><a href="${escapeHtml(address)}">${escapeHtml(name)}${isFolder ? '/' : ''}</a><span>${size}</span></li>`
}
