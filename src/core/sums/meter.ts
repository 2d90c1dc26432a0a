import { createAsyncQueue } from '../../lib/flow/async-queue.ts'

interface Progress {
  readonly kind: 'progress'
  readonly files: number
  readonly bytes: number
}

const pauseMs = 200

/** Runs work that reports its results and, a few times a second, how much was read. Leaving the loop stops the work. */
export interface Meter<Event> {
  /** Also aborted when the reader leaves the loop. */
  readonly signal: AbortSignal
  readonly addBytes: (count: number) => void
  readonly addFile: () => void
  readonly tell: (event: Event) => Promise<void>
  run(work: () => Promise<void>): AsyncGenerator<Event | Progress>
}

export function createMeter<Event>(outer: AbortSignal): Meter<Event> {
  const leaving = new AbortController()
  const signal = AbortSignal.any([outer, leaving.signal])
  const queue = createAsyncQueue<Event | Progress>(16)
  let [files, bytes, toldMs] = [0, 0, performance.now()]
  return {
    signal,
    addBytes(count) {
      bytes += count
      if (performance.now() - toldMs < pauseMs) return
      toldMs = performance.now()
      queue.offer({ kind: 'progress', files, bytes })
    },
    addFile: () => void (files += 1),
    tell: (event) => queue.push(event),
    async *run(work) {
      const running = work().then(
        () => queue.end(),
        (error: unknown) => queue.fail(error),
      )
      try {
        yield* queue
        yield { kind: 'progress', files, bytes }
      } finally {
        leaving.abort(new Error('nobody waits for it any more'))
        await running
      }
    },
  }
}
