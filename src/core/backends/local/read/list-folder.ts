/**
 * Lists a folder with synchronous calls, which take a fifth of the time of promise-based ones. Runs only in a worker
 * thread, so that a disk that does not respond blocks nothing else. This module must not import a schema, because
 * loading zod would triple the start time of the thread.
 */
import {
  accessSync,
  constants,
  type Dirent,
  lstatSync,
  opendirSync,
  readlinkSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs'
import type { EntryKind, LinkFacts } from '../../../../contract/entry.ts'
import type { EntryExtra, EntryPage } from '../../../../contract/entry-page.ts'
import { currentReader, kindOf, leadsToOf, looksClosed, modifiedOf, sizeOf } from './facts.ts'
import { escapeName } from '../../byte-names.ts'
import { codeOf, outsideError } from '../failures/error-code.ts'
import { isWithin, joinOs, type OsPath, osPathOf } from '../paths/names.ts'
import { createPageBuilder, type PageBuilder } from './page-builder.ts'

const firstRows = 64
const mostRows = 4096
/** With a slow disk, a page is yielded after this time even if it is not full. */
const patienceMs = 150
const nonAscii = /[\u0080-\u00ff]/

/**
 * Yields the pages of the folder at the full path `wanted`. `isStopped` is called between entries. Throws the system's
 * errors.
 */
export function* listFolder(root: string, wanted: OsPath, isStopped: () => boolean): Generator<EntryPage> {
  const folder = osPathOf(realpathSync.native(wanted, { encoding: 'buffer' }))
  if (!isWithin(root, folder)) throw outsideError()
  yield* pagesOf(root, folder, isStopped)
}

function* pagesOf(root: string, folder: OsPath, isStopped: () => boolean): Generator<EntryPage> {
  // latin1 gives one character for each byte: it is fast for ASCII, and loses nothing if the name is not valid UTF-8
  const directory = opendirSync(folder, { encoding: 'latin1', bufferSize: 512 })
  try {
    const describe = createDescriber(root, folder)
    let rows = firstRows
    const page = createPageBuilder(rows)
    let pageBegun = performance.now()
    for (let entry = directory.readSync(); entry && !isStopped(); entry = directory.readSync()) {
      describe(entry, page.add)
      const isFull = page.count >= rows || (page.count > 0 && performance.now() - pageBegun > patienceMs)
      if (!isFull) continue
      rows = Math.min(rows * 4, mostRows)
      yield page.take(rows)
      pageBegun = performance.now()
    }
    if (page.count > 0 && !isStopped()) yield page.take(0)
  } finally {
    directory.closeSync()
  }
}

type Add = PageBuilder['add']

function createDescriber(root: string, folder: OsPath) {
  const reader = currentReader()
  const prefix = typeof folder === 'string' ? joinOs(folder, '').toString() : undefined

  function fullPath(name: string): OsPath {
    return prefix === undefined || nonAscii.test(name) ? joinOs(folder, Buffer.from(name, 'latin1')) : prefix + name
  }

  return (dirent: Dirent, add: Add): void => {
    const full = fullPath(dirent.name)
    let stats: Stats | undefined
    try {
      stats = lstatSync(full, { throwIfNoEntry: false })
    } catch (error) {
      const denied = codeOf(error) === 'EACCES' || codeOf(error) === 'EPERM'
      add(dirent.name, kindOfDirent(dirent), Number.NaN, Number.NaN, { failure: denied ? 'denied' : 'unreachable' })
      return
    }
    if (!stats) return // it has vanished since the folder was read
    const kind = kindOf(stats)
    add(dirent.name, kind, sizeOf(stats), modifiedOf(stats), extraOf(full, kind, stats))
  }

  function extraOf(full: OsPath, kind: EntryKind, stats: Stats): EntryExtra | undefined {
    if (kind === 'link') return { link: linkFacts(root, full) }
    if (kind === 'folder' && looksClosed(stats, reader) && isClosed(full)) return { failure: 'denied' }
    return undefined
  }
}

function linkFacts(root: string, full: OsPath): LinkFacts {
  let target = ''
  try {
    target = escapeName(readlinkSync(full, { encoding: 'buffer' }))
    const real = osPathOf(realpathSync.native(full, { encoding: 'buffer' }))
    return { target, leadsTo: isWithin(root, real) ? leadsToOf(statSync(real)) : 'outside' }
  } catch (error) {
    return { target, leadsTo: leadsToOnError(error) }
  }
}

/** Returns the kind of a link's target after an error while following it. */
export function leadsToOnError(error: unknown): LinkFacts['leadsTo'] {
  const code = codeOf(error)
  return code === 'ENOENT' || code === 'ELOOP' || code === 'ENOTDIR' ? 'nothing' : 'unknown'
}

function isClosed(full: OsPath): boolean {
  try {
    accessSync(full, constants.R_OK)
    return false
  } catch {
    return true
  }
}

function kindOfDirent(entry: Dirent): EntryKind {
  if (entry.isDirectory()) return 'folder'
  if (entry.isSymbolicLink()) return 'link'
  return entry.isFile() ? 'file' : 'special'
}
