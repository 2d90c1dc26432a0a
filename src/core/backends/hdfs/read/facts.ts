/** Translates what HDFS reports about an entry. */
import type { Entry } from '../../../../contract/entry.ts'
import { modeText, permissionBits } from '../../../../lib/file-mode.ts'
import { shownName } from '../connect/paths.ts'

/** https://hadoop.apache.org/docs/stable/hadoop-project-dist/hadoop-hdfs/WebHDFS.html#FileStatus_JSON_Schema */
export interface FileStatus {
  readonly pathSuffix: string
  readonly type: 'FILE' | 'DIRECTORY' | 'SYMLINK'
  readonly length: number
  readonly modificationTime: number
  readonly accessTime?: number
  /** In octal digits. */
  readonly permission?: string
  readonly owner?: string
  readonly group?: string
  readonly fileId?: number
}

export function isFolder({ type }: FileStatus): boolean {
  return type === 'DIRECTORY'
}

export function entryOf(name: string, status: FileStatus): Entry {
  const { length, modificationTime, owner } = status
  const mode = modeOf(status)
  return {
    name,
    kind: status.type === 'DIRECTORY' ? 'folder' : status.type === 'FILE' ? 'file' : 'special',
    ...(status.type === 'FILE' && { sizeBytes: length }),
    // an empty file system has no time
    ...(modificationTime > 0 && { modifiedMs: modificationTime }),
    ...(mode !== undefined && { mode: modeText(mode) }),
    ...(owner !== undefined && owner !== '' && { owner }),
  }
}

export function listedEntry(status: FileStatus): Entry {
  return entryOf(shownName(status.pathSuffix), status)
}

export function modeOf({ permission }: FileStatus): number | undefined {
  return permission !== undefined && /^[0-7]{1,4}$/.test(permission)
    ? Number.parseInt(permission, 8) & permissionBits
    : undefined
}

/**
 * Returns the mark of a file's state. Written bytes never change, so a different file id, length or time means a
 * different state.
 */
export function markOf({ fileId = 0, length, modificationTime }: FileStatus): string {
  return `${fileId} ${length} ${modificationTime}`
}
