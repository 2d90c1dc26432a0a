/** Reads many small files with synchronous calls. Runs in a worker thread. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs'
import { openFolders, targetOfLink } from './bulk-folders.ts'
import type { BulkAnswer, BulkEnd, ReadJob } from './bulk-protocol.ts'
import { codeOf, ownError } from '../failures/error-code.ts'
import { kindOf, modifiedOf } from '../read/facts.ts'
import { joinOs, type OsPath } from '../paths/names.ts'

const { O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants
/** The size after which an answer is sent, even if it covers only the first files. */
const answerBytes = 4 * 1024 ** 2
const firstBytes = 256 * 1024

export function readBatch({ root, folders, files, stop, mostBytes }: ReadJob): BulkAnswer {
  const folderOf = openFolders(root, folders)
  const ends: BulkEnd[] = []
  let memory = Buffer.allocUnsafeSlow(firstBytes)
  let length = 0

  function makeRoom(wanted: number) {
    if (length + wanted <= memory.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(memory.length * 2, length + wanted))
    larger.set(memory.subarray(0, length))
    memory = larger
  }

  function read(full: OsPath, before: Stats): BulkEnd {
    if (kindOf(before) === 'folder') throw ownError('FOLDERTHERE')
    if (kindOf(before) !== 'file') throw ownError('NOTFILE')
    if (before.size > mostBytes) throw ownError('TOOLARGE')
    const start = length
    makeRoom(before.size + 1) // one byte more than expected detects growth
    const file = openSync(full, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    try {
      let at = start
      while (at <= start + before.size) {
        const count = readSync(file, memory, at, start + before.size + 1 - at, null)
        if (count === 0) break
        at += count
      }
      const now = fstatSync(file)
      const isSame = now.ino === before.ino && now.size === before.size && now.mtimeMs === before.mtimeMs
      if (!isSame || at - start !== before.size) throw ownError('CHANGED')
      length = at
      return { sizeBytes: before.size, modifiedMs: modifiedOf(before), start }
    } finally {
      closeSync(file)
    }
  }

  for (const { folder, name } of files) {
    if (length >= answerBytes || Atomics.load(stop, 0) !== 0) break
    try {
      const full = joinOs(folderOf(folder).path, name)
      const found = lstatSync(full) // checked before it is opened, because opening a device may have side effects
      const real = kindOf(found) === 'link' ? targetOfLink(root, full) : full
      ends.push(read(real, real === full ? found : lstatSync(real)))
    } catch (error) {
      ends.push({ error: plain(error) })
    }
  }
  return { kind: 'end', ends, bytes: memory.subarray(0, length) }
}

/** Converts an error into a form that can be sent to another thread. */
export function plain(error: unknown): { readonly message: string; readonly code?: string } {
  const code = codeOf(error)
  return { message: error instanceof Error ? error.message : 'unknown', ...(code !== undefined && { code }) }
}
