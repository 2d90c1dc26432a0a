/**
 * Writing with history, in an order that loses nothing when the program is killed: the content is kept first, then what is there
 * is seen to be in the history, then the file takes its name, and then the index has the new version.
 */
import { randomBytes } from 'node:crypto'
import { chmod } from 'node:fs/promises'
import { cancellingOnFailure } from '../../../../lib/flow/byte-stream.ts'
import { pullStream, sourceOf } from '../../../../lib/flow/pull-stream.ts'
import type { Backend, OsPath, Stored, WriteOptions } from '../../backend.ts'
import { failingAs } from '../../local/failures/failures.ts'
import { stageNameOf } from '../../stages.ts'
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
 * The same bytes. Before their end is told, and with that the file takes its name, what was staged of them is kept; then the
 * lock is taken, and what is there is in the history.
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
    /** Waits for no source: one that is silent may stay so. */
    async end() {
      isOver = true
      await settling?.catch(() => {})
      free?.()
    },
  }
}

/** Puts bytes of the history where no file is, with the rights they had. The folders on the way are made. */
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

/** Makes the folder a path is in, with those above it. */
export async function makeParents(files: Backend, path: string, signal: AbortSignal): Promise<void> {
  const names = path.split('/').slice(0, -1)
  for (let at = 1; at <= names.length; at += 1) {
    const folder = names.slice(0, at).join('/')
    const isThere = await files.stat(folder, { signal }).catch(() => undefined)
    if (!isThere) await files.makeFolder(folder, { signal })
  }
}
