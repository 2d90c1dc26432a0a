/**
 * Stores the contents of the files in folders while they are copied. Contents are flushed together with the copies, and
 * named before the copies are. Runs in a worker thread.
 */
import { createHash } from 'node:crypto'
import { lstatSync, readFileSync, rmSync, statSync } from 'node:fs'
import type { OsPath } from '../../backend.ts'
import type { Keeper } from '../../local/bulk/copy-folders.ts'
import { ownError } from '../../local/failures/error-code.ts'
import { largeBytes } from '../contents/cut.ts'
import { flushNames, flushStages, nameStages } from '../contents/name-stages.ts'
import type { Places, Saved, Stage } from '../contents/protocol.ts'
import { createStages } from '../contents/stages.ts'
import { stateOf } from '../file-state.ts'
import type { CopiedFile } from './folder-protocol.ts'

interface KeptStage extends Saved {
  readonly folder: number
  readonly name: string
  readonly path: OsPath
}

export function createFolderKeeper(places: Places): Keeper & { copied(): readonly CopiedFile[]; end(): void } {
  const unnamed: Stage[] = []
  const stages = createStages(places, (some) => void unnamed.push(...some))
  const kept: KeptStage[] = []
  let copied: readonly CopiedFile[] = []

  function save(bytes: Uint8Array): Saved {
    if (bytes.length >= largeBytes) throw ownError('TOOLARGE') // the file goes to `left`, and is stored in chunks later
    const sum = createHash('sha256').update(bytes).digest('hex')
    stages.add(sum, bytes)
    return { sum, sizeBytes: bytes.length }
  }
  return {
    keep: (folder, name, path, bytes) => void kept.push({ folder, name, path, ...save(bytes ?? readFileSync(path)) }),
    settle(flushed) {
      stages.end()
      if (!flushed.has(statSync(places.staged).dev)) flushStages(places, unnamed)
      flushNames(places, nameStages(places, unnamed.splice(0)))
      copied = kept.flatMap(({ path, ...file }) => {
        const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false })
        return stats ? [{ ...file, state: stateOf(stats) }] : [] // its folder could not be flushed to disk
      })
    },
    copied: () => copied,
    /** Removes stages that got no name. */
    end() {
      stages.end()
      for (const { path } of unnamed) rmSync(path, { force: true })
    },
  }
}
