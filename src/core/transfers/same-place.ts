/** Whether two locations are one place, also when two mounts or a link lead there. */
import { realpath } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import type { Spot } from './spot.ts'

/** Are both the very same entry? */
export async function isSamePlace(a: Spot, b: Spot): Promise<boolean> {
  if (a.mount === b.mount && a.path === b.path) return true
  const [realA, realB] = await Promise.all([realPlace(a), realPlace(b)])
  return realA !== undefined && realA === realB
}

/** Is `inner` the folder `outer` or below it? It need not exist yet. */
export async function isInsideItself(outer: Spot, inner: Spot): Promise<boolean> {
  if (outer.mount === inner.mount && `${inner.path}/`.startsWith(outer.path === '' ? '' : `${outer.path}/`)) return true
  const [realOuter, realInner] = await Promise.all([realPlace(outer), realPlace(inner)])
  if (realOuter === undefined || realInner === undefined) return false
  return (realInner + sep).startsWith(realOuter.endsWith(sep) ? realOuter : realOuter + sep)
}

/** Where it really is on this computer, if it is there at all. */
async function realPlace({ backend, path }: Spot): Promise<string | undefined> {
  if (!backend.localPath) return undefined
  try {
    return await realOf(backend.localPath.localPath(path))
  } catch {
    return undefined
  }
}

async function realOf(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (error) {
    const parent = dirname(path)
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === path) throw error
    return join(await realOf(parent), basename(path))
  }
}
