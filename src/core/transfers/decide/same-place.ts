/** Whether two locations are one place, also when two mounts or a link lead there. */
import { lstat, realpath } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import { joinPaths, type Location, pathSegments } from '../../../contract/location.ts'
import type { Waits } from '../../backends/backend.ts'
import { escapeName, unescapeName } from '../../backends/byte-names.ts'
import { looseName } from '../../../lib/text/loose-name.ts'
import { clashAt, mayClash } from './name-clash.ts'
import type { OpenedLocation } from '../../operations/opened-location.ts'

/** Are both the very same entry? */
export async function isSamePlace(a: OpenedLocation, b: OpenedLocation): Promise<boolean> {
  const [seenA, seenB] = [throughWindows(a), throughWindows(b)]
  if (seenA.mount === seenB.mount && seenA.path === seenB.path) return true
  const [realA, realB] = await Promise.all([realPlace(a), realPlace(b)])
  if (realA === undefined || realB === undefined) return false
  return realA === realB || (looseName(realA) === looseName(realB) && isOneFile(realA, realB))
}

/** Two spellings of one name; where spellings are told apart, also two names of one file. */
async function isOneFile(a: string, b: string): Promise<boolean> {
  try {
    const [ofA, ofB] = await Promise.all([a, b].map((path) => lstat(unescapeName(path) ?? path, { bigint: true })))
    if (!ofA || !ofB) return false
    return ofA.dev === ofB.dev && ofA.ino === ofB.ino
  } catch {
    return false
  }
}

/** Where the mount itself has what a window onto it shows. */
function throughWindows({ mount, path, backend }: OpenedLocation): Location {
  const { windowOf } = backend.capabilities
  return windowOf ? { mount: windowOf.mount, path: joinPaths(windowOf.path, path) } : { mount, path }
}

/** Is `inner` the folder `outer` or below it? It need not exist yet. */
export async function isInsideItself(outer: OpenedLocation, inner: OpenedLocation, waits: Waits): Promise<boolean> {
  const [seenOuter, seenInner] = [throughWindows(outer), throughWindows(inner)]
  if (isAtOrBelow(seenOuter, seenInner)) return true
  if (outer.mount === inner.mount && (await isBelowOtherwiseSpelled(outer, inner, waits))) return true
  const [realOuter, realInner] = await Promise.all([realPlace(outer), realPlace(inner)])
  if (realOuter === undefined || realInner === undefined) return false
  return (realInner + sep).startsWith(realOuter.endsWith(sep) ? realOuter : realOuter + sep)
}

function isAtOrBelow(outer: Location, inner: Location): boolean {
  return outer.mount === inner.mount && `${inner.path}/`.startsWith(outer.path === '' ? '' : `${outer.path}/`)
}

async function isBelowOtherwiseSpelled(outer: OpenedLocation, inner: OpenedLocation, waits: Waits): Promise<boolean> {
  const names = pathSegments(inner.path).slice(0, pathSegments(outer.path).length)
  if (names.length === 0 || !mayClash(outer.backend)) return false
  if (looseName(names.join('/')) !== looseName(outer.path)) return false
  const clashes = await Promise.all(
    names.map((_, at) => clashAt({ ...inner, path: names.slice(0, at + 1).join('/') }, waits)),
  )
  return clashes.some((clash) => clash !== undefined)
}

/** Where it really is on this computer, if it is there at all; each path has one spelling, whatever its bytes are. */
async function realPlace({ backend, path }: OpenedLocation): Promise<string | undefined> {
  if (!backend.localPath) return undefined
  try {
    return escapeName(await realOf(Buffer.from(backend.localPath.osPath(path))))
  } catch {
    return undefined
  }
}

async function realOf(path: Buffer): Promise<Buffer> {
  try {
    return await realpath(path, { encoding: 'buffer' })
  } catch (error) {
    const parts = path.toString('latin1') // one character a byte
    const parent = dirname(parts)
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === parts) throw error
    const real = await realOf(Buffer.from(parent, 'latin1'))
    return Buffer.from(join(real.toString('latin1'), basename(parts)), 'latin1')
  }
}
