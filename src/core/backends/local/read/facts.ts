/** What an entry's `lstat` says of it, in our words. */
import { constants, type Stats } from 'node:fs'
import type { EntryKind, LinkFacts } from '../../../../contract/entry.ts'

type FileType = Pick<Stats, 'mode'>

export function kindOf(stats: FileType): EntryKind {
  switch (stats.mode & constants.S_IFMT) {
    case constants.S_IFREG:
      return 'file'
    case constants.S_IFDIR:
      return 'folder'
    case constants.S_IFLNK:
      return 'link'
    default:
      return 'special'
  }
}

/** Bytes, of files only: what the system gives for folders and links says nothing to a person. */
export function sizeOf(stats: Pick<Stats, 'mode' | 'size'>): number {
  return kindOf(stats) === 'file' ? stats.size : Number.NaN
}

/** Whole milliseconds, so that a time read, set elsewhere and read again is the same. */
export function modifiedOf(stats: Pick<Stats, 'mtimeMs'>): number {
  return Math.round(stats.mtimeMs)
}

export function leadsToOf(stats: FileType): LinkFacts['leadsTo'] {
  const kind = kindOf(stats)
  return kind === 'link' ? 'unknown' : kind
}

/** Who asks: decides from mode bits alone whether a folder looks closed to them. */
export interface Reader {
  readonly user: number
  readonly groups: ReadonlySet<number>
}

/** The user this process runs as, or undefined where there are no such things. */
export function currentReader(): Reader | undefined {
  const { geteuid, getegid, getgroups } = process
  if (!geteuid || !getegid || !getgroups) return undefined
  return { user: geteuid(), groups: new Set([getegid(), ...getgroups()]) }
}

/** Do the mode bits deny listing this folder? An access list may still allow it, so ask the system when they do. */
export function looksClosed(stats: Pick<Stats, 'mode' | 'uid' | 'gid'>, reader: Reader | undefined): boolean {
  if (!reader || reader.user === 0) return false
  const shift = stats.uid === reader.user ? 6 : reader.groups.has(stats.gid) ? 3 : 0
  return ((stats.mode >> shift) & 4) === 0
}

/** Of one state of a file: which it is, and when and to what it was last written. */
export function markOf({ dev, ino, size, mtimeMs }: Stats): string {
  return `${dev} ${ino} ${size} ${mtimeMs}`
}
