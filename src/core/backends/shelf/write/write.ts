/**
 * Writes files with history, in an order that loses nothing if the program is killed. First the new content is stored,
 * then the present file is recorded, then the new file gets its name, and then the index records the new version.
 */
import { randomBytes } from 'node:crypto'
import { chmod } from 'node:fs/promises'
import { cancellingOnFailure } from '../../../../lib/flow/byte-stream.ts'
import { pullStream, sourceOf } from '../../../../lib/flow/pull-stream.ts'
import type { Backend, OsPath, Stored, WriteOptions } from '../../backend.ts'
import { failingAs } from '../../local/failures/failures.ts'
import { stageNameOf } from '../../facets/stages.ts'
import type { Kept } from '../contents/protocol.ts'
import { keepStage, keptAt, stagePath } from './keep-stage.ts'
import { placeOf } from '../place.ts'
import { fullPath, noteOutside, type Shelf, writtenState } from '../shelf.ts'

type Body = ReadableStream<Uint8Array>

export async function writeFile(shelf: Shelf, path: string, body: Body, options: WriteOptions): Promise<Stored> {
  const { signal } = options
  return cancellingOnFailure(body, async () => {
    const place = await placeOf(shelf.root, path, { operation: 'shelf.write', links: 'follow' })
    const stageId = options.stageId ?? randomBytes(8).toString('hex')
    const kept = keepingBody(shelf, { place, stage: stagePath(shelf, place, stageNameOf(stageId)) }, body, signal)
    try {
      const stored = await shelf.files.write(path, kept.body, { ...options, stageId })
      const saved = await keptAt(shelf, place, kept.kept())
      const version = shelf.history.note(place, await writtenState(shelf, place, saved, stored, options.properties))
      return { ...stored, version }
    } finally {
      await kept.end()
    }
  })
}

interface Target {
  readonly place: string
  readonly stage: OsPath
}

/**
 * Passes the same bytes through. Before it reports their end, which gives the file its name, the content of the staging
 * file is stored. Then the lock is taken and the present file is recorded.
 */
function keepingBody(shelf: Shelf, { place, stage }: Target, body: Body, signal: AbortSignal) {
  const source = sourceOf(body)
  let kept: Kept | undefined
  let free: (() => void) | undefined
  let settling: Promise<void> | undefined
  let isOver = false

  async function read(): Promise<Uint8Array | undefined> {
    const chunk = await source.read()
    if (isOver) throw new Error('the write is over')
    if (!chunk) await (settling = settle())
    return chunk
  }
  async function settle(): Promise<void> {
    kept = await failingAs('shelf.write', place, () => keepStage(shelf, stage, signal))
    free = await shelf.lock.take(signal)
    await noteOutside(shelf, place, signal)
  }
  return {
    body: pullStream({ read, cancel: (reason) => source.cancel(reason) }),
    kept: () => kept,
    /** Does not wait for the source, because a silent source may stay silent. */
    async end() {
      isOver = true
      await settling?.catch(() => {})
      free?.()
    },
  }
}

/** Writes bytes from the history where no file exists, with their former permissions. */
export async function bringBack(
  shelf: Shelf,
  place: string,
  write: (options: Pick<WriteOptions, 'like'>) => Promise<Stored>,
  mode: number | null,
): Promise<Stored> {
  const stored = await write({ like: shelf.layout.private })
  if (mode !== null) await chmod(fullPath(shelf, place), mode)
  return stored
}

/** Creates the folder of a path and its parents. */
export async function makeParents(files: Backend, path: string, signal: AbortSignal): Promise<void> {
  const names = path.split('/').slice(0, -1)
  for (let at = 1; at <= names.length; at += 1) {
    const folder = names.slice(0, at).join('/')
    const isThere = await files.stat(folder, { signal }).catch(() => undefined)
    if (!isThere) await files.makeFolder(folder, { signal })
  }
}
