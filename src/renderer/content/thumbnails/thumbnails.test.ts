import { expect, test } from 'vitest'
import { StorageError } from '../../../contract/failure.ts'
import type { Contents } from '../read/contents.ts'
import type { FileState } from '../read/file-state.ts'
import { stateKey } from '../read/file-state.ts'
import { leastUsed } from './thumbnail-cache.ts'
import { createThumbnails } from './thumbnails.ts'

const png = Uint8Array.from([...Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x10\0\0\0\x10', 'latin1'), 0, 0])
const picture = (path: string, modifiedMs = 1, mount = 'm'): FileState => ({
  location: { mount, path },
  sizeBytes: png.length,
  modifiedMs,
})

function stage(read: (path: string, signal: AbortSignal) => Promise<Uint8Array<ArrayBuffer>> = async () => png) {
  const kept = new Map<string, Blob>()
  const reads: string[] = []
  const timers: (() => void)[] = []
  const clock = { nowMs: 0 }
  const contents = {
    open: (state: FileState) => ({
      state,
      name: state.location.path,
      read: async (_offset: number, _length: number, signal: AbortSignal) => {
        reads.push(state.location.path)
        return read(state.location.path, signal)
      },
    }),
  } as unknown as Contents
  let made = 0
  const thumbnails = createThumbnails({
    contents,
    cache: {
      get: async (key) => kept.get(key),
      put: async (key, image) => void kept.set(key, image),
      clear: async () => kept.clear(),
    },
    maker: { make: async () => new Blob([String(++made)]) },
    now: () => clock.nowMs,
    addressOf: () => `blob:${made}`,
    dropAddress: () => {},
    after: (delayMs, run) => void timers.push(() => ((clock.nowMs += delayMs), run())),
  })
  /** Advances the time until no timer is left. */
  async function calm() {
    for (let turn = 0; turn < 20; turn++) {
      await new Promise((resolve) => setImmediate(resolve))
      timers.shift()?.()
    }
  }
  const wanted = (state: FileState) => {
    const told: (string | undefined)[] = []
    return { told, leave: thumbnails.want(state, (address) => told.push(address)) }
  }
  return { thumbnails, kept, reads, clock, calm, wanted, made: () => made }
}

test('makes a thumbnail once for all viewers, stores it, and makes it again for a changed file', async () => {
  const { wanted, calm, made, kept, thumbnails } = stage()
  const [first, second] = [wanted(picture('a')), wanted(picture('a'))]
  await calm()
  expect([first.told, second.told, made()]).toEqual([['blob:1'], ['blob:1'], 1])
  expect(thumbnails.at(picture('a'))).toBe('blob:1')
  expect(thumbnails.at(picture('a', 2))).toBeUndefined()
  const changed = wanted(picture('a', 2))
  await calm()
  expect([changed.told, made()]).toEqual([['blob:2'], 2])
  expect([...kept.keys()]).toEqual([stateKey(picture('a')), stateKey(picture('a', 2))])
})

test('uses a stored thumbnail of an earlier run without reading the file', async () => {
  const { wanted, calm, reads, kept } = stage()
  kept.set(stateKey(picture('a')), new Blob(['old']))
  const { told } = wanted(picture('a'))
  await calm()
  expect([told, reads]).toEqual([['blob:0'], []])
})

test('skips files that were scrolled away, and aborts reads that nobody needs', async () => {
  const signals: AbortSignal[] = []
  const { wanted, calm, reads } = stage(
    (_path, signal) =>
      new Promise((_resolve, reject) => {
        signals.push(signal)
        signal.addEventListener('abort', () => reject(signal.reason as Error))
      }),
  )
  for (let at = 0; at < 100; at++) wanted(picture(`past-${at}`)).leave()
  const shown = Array.from({ length: 9 }, (_, at) => wanted(picture(`shown-${at}`)))
  await calm()
  expect(reads).toEqual(['shown-0', 'shown-1', 'shown-2', 'shown-3']) // A few are read in parallel.
  for (const { leave } of shown) leave()
  await calm()
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true, true])
  expect(shown.flatMap(({ told }) => told)).toEqual([])
})

test('remembers a file that is no picture, and retries one that failed after a while', async () => {
  const { wanted, calm, reads, clock } = stage(async (path) => {
    if (path === 'text') return new TextEncoder().encode('no pixels')
    throw new StorageError({ kind: 'denied', message: 'no', operation: 'read' })
  })
  for (const path of ['text', 'shut', 'text', 'shut']) {
    const { told } = wanted(picture(path))
    await calm()
    expect(told).toEqual([undefined])
  }
  expect(reads).toEqual(['text', 'shut'])
  clock.nowMs += 120_000
  wanted(picture('text'))
  wanted(picture('shut'))
  await calm()
  expect(reads).toEqual(['text', 'shut', 'shut'])
})

test('stops reading from a mount that does not answer', async () => {
  const { wanted, calm, reads } = stage(async () => {
    throw new StorageError({ kind: 'unreachable', message: 'no', operation: 'read', retry: 'exhausted' })
  })
  const all = Array.from({ length: 50 }, (_, at) => wanted(picture(`p${at}`)))
  await calm()
  await calm()
  await calm()
  expect(reads.length).toBeLessThanOrEqual(4)
  expect(all.every(({ told }) => told.length === 1)).toBe(true)
  wanted(picture('elsewhere', 1, 'other'))
  await calm()
  expect(reads).toContain('elsewhere')
})

test('does not store thumbnails of files in archives', async () => {
  const { wanted, calm, kept, made } = stage()
  wanted(picture('a.png', 1, 'm!photos.zip'))
  await calm()
  expect([made(), kept.size]).toEqual([1, 0])
})

test('evicts the least used thumbnails first and leaves some space free', () => {
  const uses = [3, 1, 2, 4].map((usedMs) => ({ key: String(usedMs), bytes: 40, usedMs }))
  expect(leastUsed(uses, 160)).toEqual({ sum: 160, gone: [] })
  expect(leastUsed(uses, 120)).toEqual({ sum: 80, gone: ['1', '2'] })
  expect(leastUsed([], 0)).toEqual({ sum: 0, gone: [] })
})
