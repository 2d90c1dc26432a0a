/** Identifies the state of a file. Runs in a worker thread. */
import { statSync } from 'node:fs'
import type { OsPath } from '../paths/names.ts'

/**
 * Returns the identity of a file's state. Undefined for a file that cannot be read. The change time (ctime) is set by
 * the system, so no program can set it back.
 */
export function identityOf(path: OsPath): string | undefined {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true })
    return [dev, ino, size, mtimeNs, ctimeNs].join(':')
  } catch {
    return undefined
  }
}
