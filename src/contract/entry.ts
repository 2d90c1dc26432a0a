import type { Entry } from './schemas/entry.ts'

export type { DeletedFacts, Entry, EntryKind, FoundText, LinkFacts, SinceThen, Sums } from './schemas/entry.ts'

/** Is it a folder, or a link that leads to one inside the mount? */
export function opensAsFolder(entry: Entry): boolean {
  return entry.kind === 'folder' || entry.link?.leadsTo === 'folder'
}
