/** Stores damaged or missing contents again, if a file still has the bytes. */
import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Waits } from '../../backend.ts'
import { contentPath } from '../contents/places.ts'
import { fileStateIfAny } from '../file-state.ts'
import { fullPath, type Shelf } from '../shelf.ts'
import { problemOf, type Verified } from './verify.ts'

/** Returns whether the content is complete afterwards. */
export async function mendContent(shelf: Shelf, { sum, sizeBytes }: Verified, { signal }: Waits): Promise<boolean> {
  const { history, content, lock } = shelf
  const files = history.pathsWith(sum).filter((path) => history.present(path)?.sum === sum)
  await putDamagedAway(shelf, sum, sizeBytes, signal)
  for (const place of files) {
    const known = history.present(place)?.identity
    const state = await fileStateIfAny(fullPath(shelf, place))
    if (!state || state.identity !== known) continue
    await lock.hold(signal, () => content.keepFile(fullPath(shelf, place), { signal })).catch(() => {})
    signal.throwIfAborted()
    if ((await problemOf(shelf, sum, sizeBytes, signal)) === undefined) return true
  }
  return false
}

/**
 * Moves damaged files away, because a file with the right name would count as stored. They may still be useful to a
 * person.
 */
async function putDamagedAway(shelf: Shelf, sum: string, sizeBytes: number, signal: AbortSignal): Promise<void> {
  const { history, layout, lock } = shelf
  const damaged = join(layout.own, 'damaged')
  await mkdir(damaged, { recursive: true, mode: 0o700 })
  const parts: { readonly sum: string; readonly sizeBytes: number }[] = []
  for (let at = 0, chunk = history.chunkAt(sum, 0); chunk; chunk = history.chunkAt(sum, at)) {
    parts.push({ sum: chunk.chunk, sizeBytes: chunk.size })
    at += chunk.size
  }
  for (const part of parts.length > 0 ? parts : [{ sum, sizeBytes }]) {
    const problem = await problemOf(shelf, part.sum, part.sizeBytes, signal)
    if (problem === undefined || problem === 'missing') continue
    await lock.hold(signal, async () => {
      history.noteRemoved()
      await rename(join(layout.content, contentPath(part.sum)), join(damaged, part.sum))
    })
  }
}
