/**
 * Prevents a move across mounts from replacing the file that it moves. The two mounts may reach one server, for example
 * by different host names. If identities do not tell, a file with a new name is written next to the target. If it also
 * appears next to the source, both folders are one.
 */
import { said } from '../../../contract/sentences/said.ts'
import { baseName, childPath, parentPath } from '../../../contract/location.ts'
import { looseName } from '../../../lib/text/loose-name.ts'
import type { Waits } from '../../backends/backend.ts'
import { type OpenedLocation, locationFailure, nameAt, statIfAny } from '../../operations/opened-location.ts'
import type { Prior } from '../journal/item-record.ts'
import { samenessOf } from './same-place.ts'

/** The name of the probe file, so that a later run can find it after a crash. */
export interface Probe {
  readonly name: string
  readonly stageId: string
}

export interface MovedFile {
  readonly probe: Probe
  readonly from: OpenedLocation
  readonly to: OpenedLocation
  readonly sizeBytes?: number | undefined
}

/**
 * Throws if a file would be moved onto itself. Each pair of folders is probed once. `late` is the signal for cleaning
 * up after a stop.
 */
export type RefuseItself = (moved: MovedFile, prior: Prior | undefined, waits: Waits) => Promise<void>

export function createItselfRefusal({ late }: { readonly late: AbortSignal }): RefuseItself {
  const tried = new Map<string, Promise<boolean>>()

  async function areOneFolder(a: OpenedLocation, b: OpenedLocation, probe: Probe, waits: Waits): Promise<boolean> {
    const key = JSON.stringify([a.mount, a.path, b.mount, b.path])
    const known = tried.get(key)
    if (known) return known
    const trying = showsUp(a, b, probe, waits, late)
    if (tried.size >= mostTried) tried.clear()
    tried.set(key, trying)
    trying.catch(() => tried.delete(key))
    return trying
  }
  return async ({ probe, from, to, sizeBytes }, prior, waits) => {
    if (from.mount === to.mount || !mayBeIt(from, to, sizeBytes, prior)) return
    const sameness = await samenessOf(from, to, waits)
    const isIt =
      sameness === 'same' ||
      (sameness === 'unknown' && (await areOneFolder(folderOf(from), folderOf(to), probe, waits)))
    if (isIt) throw locationFailure('bad-input', from, said('transfer.not-onto-itself', { what: nameAt(from) }))
  }
}

const mostTried = 10_000

/** The same file has the same name and size through every mount. */
function mayBeIt(
  from: OpenedLocation,
  to: OpenedLocation,
  sizeBytes: number | undefined,
  prior: Prior | undefined,
): boolean {
  const isOtherSize = sizeBytes !== undefined && prior?.sizeBytes !== undefined && sizeBytes !== prior.sizeBytes
  return !isOtherSize && looseName(baseName(from.path)) === looseName(baseName(to.path))
}

function folderOf(location: OpenedLocation): OpenedLocation {
  return { ...location, path: parentPath(location.path) }
}

/** Tells whether a file that is written into one of two folders appears in the other. */
export async function showsUp(
  source: OpenedLocation,
  target: OpenedLocation,
  { name, stageId }: Probe,
  { signal }: Waits,
  late: AbortSignal,
) {
  const probe = childPath(target.path, name)
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new Uint8Array([0]))
      controller.close()
    },
  })
  await target.backend.write(probe, body, { ifExists: 'replace', stageId, signal })
  try {
    return (await statIfAny({ ...source, path: childPath(source.path, name) }, { signal })) !== undefined
  } finally {
    await target.backend.remove(probe, { signal: late })
  }
}
