import { pause } from '../../../lib/flow/pause.ts'

/** Bytes that come from other places. */
export interface ByteCount {
  bytes: number
}

const everyMs = 200

/** Runs the work and tells the count while it grows; gives what the work gives. */
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
