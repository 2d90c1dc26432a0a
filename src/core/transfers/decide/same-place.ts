/** Whether two locations are one place, also when two mounts or a link lead there. */
import { pathSegments } from '../../../contract/location.ts'
import type { Waits } from '../../backends/backend.ts'
import type { Identity } from '../../backends/identity.ts'
import { looseName } from '../../../lib/text/loose-name.ts'
import { clashAt, mayClash } from './name-clash.ts'
import type { OpenedLocation } from '../../operations/opened-location.ts'

/** What is known: `unknown` where one store may go by two names, or an entry by two paths. */
export type Sameness = 'same' | 'other' | 'unknown'

/** Are both the very same entry, as far as can be told? */
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

/** Two spellings of one name; where spellings are told apart, also two names of one file. */
function isOneFile(a: Identity, b: Identity): boolean {
  return a.file !== undefined && a.file === b.file && looseName(a.path) === looseName(b.path)
}

export function identityOf({ backend, path }: OpenedLocation, waits: Waits): Promise<Identity | undefined> {
  return backend.identity?.identify(path, waits) ?? Promise.resolve(undefined)
}

/** Is `inner` the folder `outer` or below it? It need not exist yet. */
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
