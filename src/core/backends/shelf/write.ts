/**
 * Writing with history, in an order that loses nothing when the program is killed: the content is kept first, then what is there
 * is seen to be in the history, then the file takes its name, and then the index has the new version.
 */
import { chmod } from 'node:fs/promises'
import { cancellingOnFailure } from '../../../lib/byte-stream.ts'
import { pullStream, sourceOf } from '../../../lib/pull-stream.ts'
import type { Backend, Stored, WriteOptions } from '../backend.ts'
import type { Saved, Spool } from './contents/content.ts'
import { fullPath, noteOutside, type Shelf, writtenState } from './shelf.ts'
import { placeOf } from './place.ts'

type Body = ReadableStream<Uint8Array>

export async function writeFile(shelf: Shelf, path: string, body: Body, options: WriteOptions): Promise<Stored> {
  const { signal } = options
  return cancellingOnFailure(body, async () => {
    const place = await placeOf(shelf.root, path, { operation: 'shelf.write', links: 'follow' })
    const kept = keepingBody(shelf, place, body, signal)
    try {
      const stored = await shelf.files.write(path, kept.body, options)
      const version = shelf.history.note(place, await writtenState(shelf, place, await kept.saved(), stored))
      return { ...stored, version }
    } finally {
      await kept.end()
    }
  })
}

/**
 * A body whose bytes are kept as they pass. Before its end is told, and with that the file takes its name, the lock is taken
 * and what is there is in the history.
 */
function keepingBody(shelf: Shelf, place: string, body: Body, signal: AbortSignal) {
  const source = sourceOf(body)
  let spool: Spool | undefined
  let saved: Saved | undefined
  let free: (() => void) | undefined
  let settling: Promise<void> | undefined
  let isOver = false

  async function read(): Promise<Uint8Array | undefined> {
    spool ??= await shelf.content.spool()
    if (isOver) await spool.drop()
    const chunk = await source.read()
    if (isOver) throw new Error('the write is over')
    if (chunk) {
      await spool.add(chunk)
      return chunk
    }
    await (settling = settle(spool))
    return undefined
  }
  async function settle(whole: Spool): Promise<void> {
    saved = await whole.keep()
    free = await shelf.lock.take(signal)
    await noteOutside(shelf, place, signal)
  }
  return {
    body: pullStream({ read, cancel: (reason) => source.cancel(reason) }),
    /** With the lock: nobody takes the content away from here on. */
    async saved(): Promise<Saved> {
      if (saved && (await shelf.content.has(saved.sum))) return saved
      // the file is there: what follows is not to be stopped
      return shelf.content.keepFile(fullPath(shelf, place), new AbortController().signal)
    },
    /** Waits for no source: one that is silent may stay so. */
    async end() {
      isOver = true
      await settling?.catch(() => {})
      free?.()
      await spool?.drop()
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
