import { opensAsFolder } from '../../contract/entry.ts'
import { StorageError } from '../../contract/failure.ts'
import { baseName, formatLocation } from '../../contract/location.ts'
import { assertNever } from '../../lib/assert-never.ts'
import { type CopyJob, type Spot, statIfAny } from './copy-job.ts'
import { freeSpot } from './free-name.ts'
import { isSamePlace } from '../transfers/same-place.ts'

export type FileDecision =
  | { readonly kind: 'write'; readonly to: Spot; readonly ifExists: 'replace' | 'fail' }
  | { readonly kind: 'skip'; readonly reason: string }
export type FolderDecision =
  | { readonly kind: 'make'; readonly to: Spot }
  | { readonly kind: 'merge'; readonly to: Spot }
  | { readonly kind: 'skip'; readonly reason: string }

/** What becomes of a file, by what has its name. Throws where it must not go there. */
export async function decideFile(job: CopyJob, from: Spot, to: Spot): Promise<FileDecision> {
  const { signal, onConflict } = job
  const found = await statIfAny(to, signal)
  if (!found) return { kind: 'write', to, ifExists: 'fail' }
  const isSame = await isSamePlace(from, to)
  switch (onConflict) {
    case 'skip':
      return { kind: 'skip', reason: isSame ? 'This is the file itself.' : 'Something has this name already.' }
    case 'keep-both':
      if (isSame && job.move) throw onItself(from)
      return { kind: 'write', to: await freeSpot(to, 'file', signal), ifExists: 'fail' }
    case 'overwrite':
      if (isSame) throw onItself(from)
      if (opensAsFolder(found)) throw taken(to, 'A folder')
      return { kind: 'write', to, ifExists: 'replace' }
    case 'fail':
      throw isSame ? onItself(from) : taken(to, opensAsFolder(found) ? 'A folder' : 'A file')
    default:
      return assertNever(onConflict)
  }
}

/** What becomes of a folder: two folders of one name are merged, whatever the policy for files. */
export async function decideFolder(job: CopyJob, to: Spot): Promise<FolderDecision> {
  const found = await statIfAny(to, job.signal)
  if (!found) return { kind: 'make', to }
  if (opensAsFolder(found)) return { kind: 'merge', to }
  switch (job.onConflict) {
    case 'skip':
      return { kind: 'skip', reason: 'A file has this name already.' }
    case 'keep-both':
      return { kind: 'make', to: await freeSpot(to, 'folder', job.signal) }
    case 'overwrite':
    case 'fail':
      throw taken(to, 'A file')
    default:
      return assertNever(job.onConflict)
  }
}

function taken(spot: Spot, what: string): StorageError {
  const message = `${what} named “${baseName(spot.path)}” is there already.`
  return new StorageError({ kind: 'exists', message, operation: 'copy', location: formatLocation(spot) })
}

function onItself(spot: Spot): StorageError {
  const message = `“${baseName(spot.path)}” can't be copied or moved onto itself.`
  return new StorageError({ kind: 'bad-input', message, operation: 'copy', location: formatLocation(spot) })
}
