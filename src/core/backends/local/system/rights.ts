/**
 * What a file or folder takes over from another one besides bytes and time: who may do what with it, and its extended
 * attributes. Owner and group are those of who makes it, so the bits that give a program its owner's rights stay behind. For
 * worker threads.
 */
import { closeSync, constants, fchmodSync, fstatSync, openSync } from 'node:fs'
import type { OsPath } from '../paths/names.ts'
import { type SystemCalls, systemCalls } from './system-calls.ts'

const { O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants
/** Who may read, write and run it. */
export const rightsBits = 0o777
const listsOfRights = new Set(['system.posix_acl_access', 'system.posix_acl_default'])

/** Of open files; as far as the system and the disk can. */
export function copyAttributes(from: number, to: number): void {
  const calls = systemCalls()
  if (!calls) return
  for (const name of namesOf(calls, from)) {
    if (!name.startsWith('user.') && !listsOfRights.has(name)) continue
    try {
      calls.setAttribute(to, name, calls.readAttribute(from, name))
    } catch {
      // the disk has no room or no such things; the copy is whole without
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

/** Those of the file that is replaced, where it may be opened. */
export function copyAttributesAt(from: OsPath, to: number): void {
  if (!systemCalls()) return
  withOpened(from, (file) => copyAttributes(file, to))
}

/** `isReplaced`: the rights themselves are given already. A folder can always be filled by its owner. */
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
    return // not for us to read
  }
  try {
    work(file)
  } finally {
    closeSync(file)
  }
}
