import type { Entry } from './schemas/entry.ts'

export type { DeletedFacts, Entry, EntryKind, FoundText, LinkFacts, SinceThen, Sums } from './schemas/entry.ts'

/** Tells whether an entry is a folder, or a symbolic link to a folder inside the mount. */
export function opensAsFolder(entry: Entry): boolean {
  return entry.kind === 'folder' || entry.link?.leadsTo === 'folder'
}
