/** Translates the result of `lstat` for an entry. */
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

/** Returns the size of a file. The size that the system reports for folders and links is meaningless to people. */
export function sizeOf(stats: Pick<Stats, 'mode' | 'size'>): number {
  return kindOf(stats) === 'file' ? stats.size : Number.NaN
}

/** Returns whole milliseconds, so that a time that is read, set elsewhere and read again stays the same. */
export function modifiedOf(stats: Pick<Stats, 'mtimeMs'>): number {
  return Math.round(stats.mtimeMs)
}

export function leadsToOf(stats: FileType): LinkFacts['leadsTo'] {
  const kind = kindOf(stats)
  return kind === 'link' ? 'unknown' : kind
}

/** A user and groups. It decides from the mode bits alone whether a folder looks closed to them. */
export interface Reader {
  readonly user: number
  readonly groups: ReadonlySet<number>
}

/** Returns the user of this process, or undefined on systems without user ids. */
export function currentReader(): Reader | undefined {
  const { geteuid, getegid, getgroups } = process
  if (!geteuid || !getegid || !getgroups) return undefined
  return { user: geteuid(), groups: new Set([getegid(), ...getgroups()]) }
}

/**
 * Tells whether the mode bits deny listing this folder. An access list may still allow it, so the system must be asked
 * then.
 */
export function looksClosed(stats: Pick<Stats, 'mode' | 'uid' | 'gid'>, reader: Reader | undefined): boolean {
  if (!reader || reader.user === 0) return false
  const shift = stats.uid === reader.user ? 6 : reader.groups.has(stats.gid) ? 3 : 0
  return ((stats.mode >> shift) & 4) === 0
}

/** Returns the mark of a file's state: the file's identity, its size and its modification time. */
export function markOf({ dev, ino, size, mtimeMs }: Stats): string {
  return `${dev} ${ino} ${size} ${mtimeMs}`
}
