/**
 * Detects that a folder is copied into itself, which would never end. Two mounts may reach one server by different host
 * names, so their identities do not match. Then the target's path is checked within the source, and a file with a new
 * name is written there to make sure.
 */
import { randomBytes } from 'node:crypto'
import { parentPath, pathSegments } from '../../../contract/location.ts'
import type { Waits } from '../../backends/backend.ts'
import { type OpenedLocation, statIfAny } from '../../operations/opened-location.ts'
import { showsUp } from './not-itself.ts'
import { identityOf, isAtOrBelow } from './same-place.ts'

/**
 * Protocols report the time of a folder with different precision, but the times of one folder are close to each other.
 */
const toleranceMs = 61_000
const tidyMs = 30_000

/** Tells whether `inner`, which need not exist yet, is in the folder `outer`, as far as this can be found out. */
export async function isInsideByAnotherName(
  outer: OpenedLocation,
  inner: OpenedLocation,
  waits: Waits,
): Promise<boolean> {
  if (outer.mount === inner.mount) return false
  const names = await namesBetween(outer, inner, waits)
  let target = inner
  try {
    while (names.length > 0) {
      if (target.path !== '') {
        target = { ...inner, path: parentPath(target.path) }
        names.pop()
      }
      const there = await statIfAny(target, waits)
      if (there) return await isOneFolder(target, there.modifiedMs, below(outer, names), waits)
      if (target.path === '') return false
    }
  } catch {
    waits.signal.throwIfAborted() // If nothing can be written there, nothing is copied either.
  }
  return false
}

async function isOneFolder(
  target: OpenedLocation,
  modifiedMs: number | undefined,
  inSource: OpenedLocation,
  waits: Waits,
): Promise<boolean> {
  const found = await statIfAny(inSource, waits)
  if (found?.kind !== 'folder' || Math.abs((found.modifiedMs ?? 0) - (modifiedMs ?? 0)) > toleranceMs) return false
  const stageId = randomBytes(12).toString('hex')
  const probe = { name: `.portolan-${stageId}.tmp`, stageId }
  return showsUp(inSource, target, probe, waits, AbortSignal.timeout(tidyMs))
}

function below(outer: OpenedLocation, names: readonly string[]): OpenedLocation {
  return { ...outer, path: [outer.path, ...names].filter((part) => part !== '').join('/') }
}

/**
 * Returns the names from `outer` down to `inner`, assuming that both are on one store. The mounts' own names are used,
 * because identities may have them encoded.
 */
async function namesBetween(outer: OpenedLocation, inner: OpenedLocation, waits: Waits): Promise<string[]> {
  const [ofOuter, ofInner] = await Promise.all([identityOf(outer, waits), identityOf(inner, waits)])
  const isTold = ofOuter !== undefined && ofOuter.store === ofInner?.store
  if (isTold || (ofOuter === undefined) !== (ofInner === undefined)) return []
  const [from, to] = [ofOuter?.path ?? outer.path, ofInner?.path ?? inner.path]
  if (!isAtOrBelow(from, to)) return []
  const own = pathSegments(inner.path)
  const names = namesIn(to).slice(namesIn(from).length)
  return names.map((name, at) => own[own.length - names.length + at] ?? name)
}

function namesIn(path: string): string[] {
  return path.split('/').filter((name) => name !== '')
}
