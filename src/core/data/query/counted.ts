import { pause } from '../../../lib/flow/pause.ts'

/** The number of bytes from remote files. */
export interface ByteCount {
  bytes: number
}

const everyMs = 200

/** Runs the work, yields the count while it increases, and returns the result of the work. */
export async function* whileCounting<T>(
  count: ByteCount,
  work: Promise<T>,
): AsyncGenerator<{ kind: 'progress'; readBytes: number }, T> {
  let isOver = false
  const ended = work.then(
    () => (isOver = true),
    () => (isOver = true),
  )
  for (let told = count.bytes; ;) {
    const waiting = new AbortController()
    await Promise.race([ended, pause(everyMs, waiting.signal).catch(() => {})])
    waiting.abort()
    if (count.bytes > told) yield { kind: 'progress', readBytes: (told = count.bytes) }
    if (isOver) break
  }
  return work
}
