/** Prevents symbolic links of the underlying mount from leading out of a window. */
import { refuse } from '../refusals.ts'
import { realpathSync } from 'node:fs'
import { dirname, sep } from 'node:path'
import type { Entry } from '../../../contract/entry.ts'
import { type EntryPage, unpackRows } from '../../../contract/entry-page.ts'
import { StorageError } from '../../../contract/failure.ts'
import { childPath, parentPath, pathSegments } from '../../../contract/location.ts'
import type { OsPath } from '../backend.ts'

const mostHops = 40

type Stat = (path: string) => Promise<Entry>

/**
 * Throws `outside` if a path leads out of the window through a symbolic link. Links are followed as the store would
 * follow them, the last name only with `followsLast`. A link whose target is not a relative path counts as leading out.
 * `stat` takes paths of the window.
 */
export async function refuseWaysOut(stat: Stat, path: string, followsLast: boolean, operation: string): Promise<void> {
  const names = pathSegments(path)
  const looked = followsLast ? names.length : names.length - 1
  const onTheWay = names.slice(0, looked).map((_, at) => names.slice(0, at + 1).join('/'))
  const entries = await Promise.all(onTheWay.map((each) => entryAt(stat, each)))
  if (!entries.some((entry) => entry?.kind === 'link')) return
  const rest = names.slice(0, looked)
  let at = ''
  let hops = 0
  for (let name = rest.shift(); name !== undefined; name = rest.shift()) {
    if (name === '' || name === '.') continue
    if (name === '..') {
      if (at === '') throw leadsOut(path, operation)
      at = parentPath(at)
      continue
    }
    const entry = await entryAt(stat, childPath(at, name))
    if (entry?.kind !== 'link') {
      at = childPath(at, name)
      continue
    }
    const target = entry.link?.target ?? ''
    hops += 1
    if (hops > mostHops || !isRelative(target)) throw leadsOut(path, operation)
    rest.unshift(...target.split('/'))
  }
}

/** Returns undefined if nothing exists, or can exist, at the path; the store itself reports the error. */
async function entryAt(stat: Stat, path: string): Promise<Entry | undefined> {
  try {
    return await stat(path)
  } catch (error) {
    const isNothing =
      error instanceof StorageError && ['not-found', 'not-a-folder', 'bad-name'].includes(error.failure.kind)
    if (isNothing) return undefined
    throw error
  }
}

/** Judges a single link. Its target may be a link itself, which is checked when it is opened. */
function staysInside(folder: string, target: string): boolean {
  if (!isRelative(target)) return false
  let depth = pathSegments(folder).length
  for (const name of target.split('/')) {
    if (name === '..') depth -= 1
    else if (name !== '' && name !== '.') depth += 1
    if (depth < 0) return false
  }
  return true
}

function isRelative(target: string): boolean {
  return target !== '' && !target.startsWith('/') && !target.includes('\\') && !/^[A-Za-z]:/.test(target)
}

/** Returns the entry; a link that leads out of the window is marked as such. */
export function seenInWindow(entry: Entry, path: string): Entry {
  if (!entry.link || staysInside(parentPath(path), entry.link.target)) return entry
  return { ...entry, link: { ...entry.link, leadsTo: 'outside' } }
}

export function pageSeenInWindow(page: EntryPage, folder: string): EntryPage {
  if (!page.extras.some(([, { link }]) => link)) return page
  const extras = page.extras.map(([row, extra]): EntryPage['extras'][number] => {
    const [entry] = extra.link ? unpackRows(page, [row]) : []
    const link = entry && seenInWindow(entry, childPath(folder, entry.name)).link
    return [row, link ? { ...extra, link } : extra]
  })
  return { ...page, extras }
}

/** Does the same for paths of this computer, which are returned synchronously. */
export function refuseLocalWayOut(root: OsPath, full: OsPath, path: string): void {
  const realRoot = realOf(bytesOf(root))
  const real = realOf(bytesOf(full))
  const inside = realRoot.endsWith(sep) ? realRoot : realRoot + sep
  if (real !== realRoot && !real.startsWith(inside)) throw leadsOut(path, 'scoped.osPath')
}

/** Uses one character for each byte. For a missing entry, returns where it would be. */
function realOf(full: string): string {
  try {
    return realpathSync.native(Buffer.from(full, 'latin1'), { encoding: 'buffer' }).toString('latin1')
  } catch (error) {
    const parent = dirname(full)
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === full) throw error
    return realOf(parent) + full.slice(parent.endsWith(sep) ? parent.length - 1 : parent.length)
  }
}

function bytesOf(path: OsPath): string {
  return Buffer.from(path as string).toString('latin1')
}

function leadsOut(path: string, operation: string): StorageError {
  return refuse('outside', 'scoped.leads-out', operation, path)
}
