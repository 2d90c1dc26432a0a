/** What tells one state of a file from another. Runs in a worker thread. */
import { statSync } from 'node:fs'
import type { OsPath } from '../paths/names.ts'

/** Undefined for a file that can't be looked at. The time of change (ctime) is the system's: nobody can set it back. */
export function identityOf(path: OsPath): string | undefined {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true })
    return [dev, ino, size, mtimeNs, ctimeNs].join(':')
  } catch {
    return undefined
  }
}
