/**
 * A folder that is copied into itself never ends. Two mounts may reach one server by different names of its host, so that no
 * identity tells: then it is looked where the target would be in the source, and a file with a new name is put there to be sure.
 */
import { randomBytes } from 'node:crypto'
import { parentPath, pathSegments } from '../../../contract/location.ts'
import type { Waits } from '../../backends/backend.ts'
import { type OpenedLocation, statIfAny } from '../../operations/opened-location.ts'
import { showsUp } from './not-itself.ts'
import { identityOf, isAtOrBelow } from './same-place.ts'

/** Protocols tell the time of a folder more or less exactly, but of one folder about the same. */
const toleranceMs = 61_000
const tidyMs = 30_000

/** Is `inner`, which need not be there yet, in the folder `outer`, as far as can be told? */
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
    waits.signal.throwIfAborted() // where nothing can be put, nothing is copied either
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

/** From the one down to the other, if both were of one store. Mounts know their own names; identities may have them encoded. */
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
