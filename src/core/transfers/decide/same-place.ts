/** Tells whether two locations are the same place, even if they are reached through two mounts or a symbolic link. */
import { pathSegments } from '../../../contract/location.ts'
import type { Waits } from '../../backends/backend.ts'
import type { Identity } from '../../backends/identity.ts'
import { looseName } from '../../../lib/text/loose-name.ts'
import { clashAt, mayClash } from './name-clash.ts'
import type { OpenedLocation } from '../../operations/opened-location.ts'

/** `unknown` if one store may have two names, or one entry two paths. */
export type Sameness = 'same' | 'other' | 'unknown'

/** Tells whether both locations are the same entry, as far as this can be found out. */
export async function isSamePlace(a: OpenedLocation, b: OpenedLocation, waits: Waits): Promise<boolean> {
  return (await samenessOf(a, b, waits)) === 'same'
}

export async function samenessOf(a: OpenedLocation, b: OpenedLocation, waits: Waits): Promise<Sameness> {
  if (a.mount === b.mount && a.path === b.path) return 'same'
  const [ofA, ofB] = await Promise.all([identityOf(a, waits), identityOf(b, waits)])
  if (ofA?.store !== ofB?.store || !ofA || !ofB) return a.mount === b.mount ? 'other' : 'unknown'
  if (ofA.path === ofB.path || isOneFile(ofA, ofB)) return 'same'
  return a.mount === b.mount || (ofA.isOnlyPath && ofB.isOnlyPath) ? 'other' : 'unknown'
}

/** Matches two spellings of one name. On stores that distinguish spellings, it also matches two names of one file. */
function isOneFile(a: Identity, b: Identity): boolean {
  return a.file !== undefined && a.file === b.file && looseName(a.path) === looseName(b.path)
}

export function identityOf({ backend, path }: OpenedLocation, waits: Waits): Promise<Identity | undefined> {
  return backend.identity?.identify(path, waits) ?? Promise.resolve(undefined)
}

/** Tells whether `inner` is the folder `outer` or below it. `inner` need not exist yet. */
export async function isInsideItself(outer: OpenedLocation, inner: OpenedLocation, waits: Waits): Promise<boolean> {
  if (outer.mount === inner.mount) {
    if (isAtOrBelow(outer.path, inner.path)) return true
    if (await isBelowOtherwiseSpelled(outer, inner, waits)) return true
  }
  const [ofOuter, ofInner] = await Promise.all([identityOf(outer, waits), identityOf(inner, waits)])
  return ofOuter !== undefined && ofOuter.store === ofInner?.store && isAtOrBelow(ofOuter.path, ofInner.path)
}

export function isAtOrBelow(outer: string, inner: string): boolean {
  return `${inner}/`.startsWith(outer === '' || outer.endsWith('/') ? outer : `${outer}/`)
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
