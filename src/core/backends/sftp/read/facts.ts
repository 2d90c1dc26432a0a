/** Translates an entry's attributes into the fields of `Entry`. */
import type { Entry, EntryKind, LinkFacts } from '../../../../contract/entry.ts'
import { modeText } from '../../../../lib/file-mode.ts'
import type { Attributes } from '../wire/attributes.ts'

/**
 * The bits of `st_mode` that hold the type, as POSIX defines them. They come from the server, so this computer's
 * constants do not apply.
 */
const typeMask = 0o170000
const kinds: Readonly<Record<number, EntryKind>> = { 0o100000: 'file', 0o040000: 'folder', 0o120000: 'link' }
const kindsByLetter: Readonly<Record<string, EntryKind>> = { '-': 'file', d: 'folder', l: 'link' }

/** Some servers send no type with the permissions. Then the long form of a listing has it. */
export function kindOf({ mode = 0 }: Attributes, longName = ''): EntryKind {
  if ((mode & typeMask) !== 0) return kinds[mode & typeMask] ?? 'special'
  return kindsByLetter[longName.charAt(0)] ?? (longName === '' ? 'file' : 'special')
}

export function leadsToOf(attributes: Attributes): LinkFacts['leadsTo'] {
  const kind = kindOf(attributes)
  return kind === 'link' ? 'unknown' : kind
}

/** Describes the entry itself. The facts of a link's target are read elsewhere. */
export function entryOf(name: string, attributes: Attributes, longName?: string): Entry {
  const kind = kindOf(attributes, longName)
  const { sizeBytes, times } = attributes
  return {
    name,
    kind,
    ...(kind === 'file' && sizeBytes !== undefined && { sizeBytes }),
    ...(times && { modifiedMs: times.modified * 1000 }),
    ...(attributes.mode !== undefined && { mode: modeText(attributes.mode) }),
  }
}
