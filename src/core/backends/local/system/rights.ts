/**
 * Copies what a file or folder takes over from another one besides bytes and time: its permissions and extended
 * attributes. The owner and group are those of the current user, so the set-ID bits are not copied. For worker threads.
 */
import { closeSync, constants, fchmodSync, fstatSync, openSync } from 'node:fs'
import type { OsPath } from '../paths/names.ts'
import { type SystemCalls, systemCalls } from './system-calls.ts'

const { O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants
/** The permissions to read, write and execute. */
export const rightsBits = 0o777
const listsOfRights = new Set(['system.posix_acl_access', 'system.posix_acl_default'])

/** Copies the attributes of open files, as far as the system and the disk can. */
export function copyAttributes(from: number, to: number): void {
  const calls = systemCalls()
  if (!calls) return
  for (const name of namesOf(calls, from)) {
    if (!name.startsWith('user.') && !listsOfRights.has(name)) continue
    try {
      calls.setAttribute(to, name, calls.readAttribute(from, name))
    } catch {
      // the disk has no space or no attributes; the copy is complete without them
    }
  }
}

function namesOf(calls: SystemCalls, file: number): readonly string[] {
  try {
    return calls.attributesOf(file)
  } catch {
    return []
  }
}

/** Copies the attributes of the replaced file, if it may be opened. */
export function copyAttributesAt(from: OsPath, to: number): void {
  if (!systemCalls()) return
  withOpened(from, (file) => copyAttributes(file, to))
}

/** `isReplaced`: the permissions are already set. A folder always stays writable for its owner. */
export function takeRights(from: OsPath, to: OsPath, { isReplaced = false }: { readonly isReplaced?: boolean }): void {
  withOpened(from, (source) => {
    withOpened(to, (target) => {
      copyAttributes(source, target)
      if (isReplaced) return
      const isFolder = (fstatSync(target).mode & constants.S_IFMT) === constants.S_IFDIR
      fchmodSync(target, (fstatSync(source).mode & rightsBits) | (isFolder ? 0o700 : 0))
    })
  })
}

function withOpened(path: OsPath, work: (file: number) => void): void {
  let file: number
  try {
    file = openSync(path, O_RDONLY | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0))
  } catch {
    return // we may not read it
  }
  try {
    work(file)
  } finally {
    closeSync(file)
  }
}
