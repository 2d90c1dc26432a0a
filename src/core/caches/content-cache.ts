/**
 * Caches the bytes of files in blocks on disk, for previews and for display. Copies do not read it. The cached blocks
 * belong to one state of the file, identified by the mark of its backend. The store is asked whether that is still the
 * current state, unless it confirmed this a moment ago.
 */
import { StorageError } from '../../contract/failure.ts'
import { sourceOf } from '../../lib/flow/pull-stream.ts'
import { known } from '../../lib/known.ts'
import type { Backend, ReadOptions } from '../backends/backend.ts'
import { blockBytes, type BlockStore, type FileState } from './block-store.ts'

/** `ifUnchanged` and `onOpened` work as in `Backend.read`. */
export interface CachedRange extends Pick<ReadOptions, 'ifUnchanged' | 'onOpened'> {
  readonly offset?: number
  readonly length?: number
  /** The store must have confirmed the state since this time, regardless of the usual limit. */
  readonly checkedSinceMs?: number
  /** What the caller knows of the file. Blocks of another state are not used without asking the store. */
  readonly like?: { readonly sizeBytes?: number; readonly modifiedMs?: number }
  readonly signal: AbortSignal
}

export interface ContentCache {
  /** Reads like `Backend.read`, from cached blocks as far as they are still current. */
  read(backend: Pick<Backend, 'read'>, path: string, range: CachedRange): AsyncGenerator<Uint8Array>
  /** Forgets the cached blocks of these paths and everything below them. */
  forget(paths: readonly string[]): void
}

export interface ContentCacheDeps {
  readonly store: BlockStore
  readonly ttlMs: number
  /** The limit for one file. */
  readonly mostBytes: number
  readonly now: () => number
  readonly onUsed: (
    path: string,
    blocks: { readonly hits: number; readonly misses: number; readonly savedBytes: number },
  ) => void
  /** Waits if data must be evicted first. */
  readonly onKept: (bytes: number) => Promise<void>
}

/** A file that changed this recently may change again without a visible change of its time. */
const settledMs = 5000

export function createContentCache(deps: ContentCacheDeps): ContentCache {
  let forgotten = 0
  return {
    async *read(backend, path, range) {
      const { offset = 0, length = Number.POSITIVE_INFINITY } = range
      for (let isRetried = false; ; isRetried = true) {
        const used = { hits: 0, misses: 0, savedBytes: 0 }
        const reading: Reading = {
          deps,
          backend,
          path,
          offset,
          wantedEnd: offset + length,
          range,
          signal: range.signal,
          used,
          forgotten: () => forgotten,
          state: undefined,
          keeps: true,
          kept: 0,
          given: 0,
          isTold: false,
        }
        try {
          yield* readBlocks(reading)
          tell(reading)
          return
        } catch (error) {
          // The file is in another state now, and no byte of the cached state was returned yet.
          if (!isChanged(error) || isRetried || reading.given > 0) throw error
          deps.store.forget(path)
          if (range.ifUnchanged !== undefined) throw error
        } finally {
          deps.onUsed(path, used)
        }
      }
    },
    forget(paths) {
      forgotten += 1
      for (const path of paths) deps.store.forget(path)
    },
  }
}

/** One read and its progress. */
interface Reading {
  readonly deps: ContentCacheDeps
  readonly backend: Pick<Backend, 'read'>
  readonly path: string
  readonly offset: number
  readonly wantedEnd: number
  readonly range: CachedRange
  readonly signal: AbortSignal
  /** Increases with every reported change. */
  readonly forgotten: () => number
  readonly used: { hits: number; misses: number; savedBytes: number }
  state: FileState | undefined
  keeps: boolean
  kept: number
  given: number
  /** Tells whether the caller has received the state. */
  isTold: boolean
}

async function* readBlocks(reading: Reading): AsyncGenerator<Uint8Array> {
  const { deps, path, offset, wantedEnd, signal, used } = reading
  const { store } = deps
  const state = (reading.state = await store.state(path))
  if (state && (reading.range.ifUnchanged ?? state.mark) !== state.mark) {
    yield* readPast(reading)
    return
  }
  const numbers = state ? await store.numbers(state) : new Set<number>()
  const isPastEnd = (at: number) => at * blockBytes >= Math.min(wantedEnd, reading.state?.sizeBytes ?? wantedEnd)
  let number = Math.floor(offset / blockBytes)
  if (state && !isFresh(reading, state) && (numbers.has(number) || isPastEnd(number))) await check(reading, state)
  while (!isPastEnd(number)) {
    signal.throwIfAborted()
    const block = reading.state && numbers.has(number) ? await store.block(reading.state, number) : undefined
    if (block) {
      const wanted = partOf(reading, number, block)
      used.hits += 1
      used.savedBytes += wanted.length
      yield wanted
      if (block.length < blockBytes) return
      number += 1
      continue
    }
    // Fetches all consecutive missing blocks with one request.
    const lastBlock = Math.ceil(wantedEnd / blockBytes)
    const next = [...numbers].reduce((least, each) => (each > number && each < least ? each : least), lastBlock)
    if (yield* fetchBlocks(reading, number, next)) return
    number = next
  }
}

/**
 * Reads directly from the store: the cached state is not the requested one, and only the store knows which of them is
 * current.
 */
async function* readPast({ backend, path, range }: Reading): AsyncGenerator<Uint8Array> {
  const { like: _, checkedSinceMs: __, ...wish } = range
  yield* await backend.read(path, wish)
}

function isFresh({ deps, range }: Reading, state: FileState): boolean {
  const { checkedSinceMs, like = {} } = range
  const ageMs = deps.now() - state.checkedMs
  const isLately = checkedSinceMs === undefined ? ageMs < deps.ttlMs : state.checkedMs >= checkedSinceMs
  return ageMs >= 0 && isLately && isAlike(state, like)
}

/** Compares times in seconds, because listings and reads may have different precision. */
function isAlike(
  state: FileState,
  { sizeBytes = state.sizeBytes, modifiedMs }: NonNullable<CachedRange['like']>,
): boolean {
  const isSameTime =
    modifiedMs === undefined || Math.floor(modifiedMs / 1000) === Math.floor((state.modifiedMs ?? Number.NaN) / 1000)
  return isSameTime && sizeBytes === state.sizeBytes
}

/** Returns the requested part of a block. */
function partOf(reading: Reading, number: number, block: Uint8Array): Uint8Array {
  const { offset, wantedEnd } = reading
  const start = number * blockBytes
  tell(reading)
  const wanted = block.subarray(Math.max(0, offset - start), Math.max(0, Math.min(block.length, wantedEnd - start)))
  reading.given += wanted.length
  return wanted
}

/** Reports the state whose bytes follow. */
function tell(reading: Reading): void {
  const { state, range } = reading
  if (reading.isTold || !state) return
  reading.isTold = true
  const { mark, sizeBytes, modifiedMs } = state
  range.onOpened?.(mark, known({ sizeBytes, modifiedMs }))
}

/** Asks the store whether the cached state is current. Throws `changed` if not. */
async function check(reading: Reading, kept: FileState): Promise<void> {
  const { backend, path, signal, deps, forgotten } = reading
  const checkedMs = deps.now()
  const before = forgotten()
  const bytes = sourceOf(await backend.read(path, { offset: 0, length: 1, ifUnchanged: kept.mark, signal }))
  while (await bytes.read());
  reading.state = { ...kept, checkedMs }
  if (forgotten() === before) deps.store.begin(reading.state, false)
}

/** Fetches blocks from `first` up to `end`. Returns true if the end of the file was reached. Throws `changed`. */
async function* fetchBlocks(reading: Reading, first: number, end: number): AsyncGenerator<Uint8Array, boolean> {
  const { deps, forgotten, used } = reading
  const before = forgotten()
  const source = sourceOf(await open(reading, first, end))
  let number = first
  try {
    for await (const block of blocksOf(source)) {
      used.misses += 1
      await keep(reading, number, block)
      yield partOf(reading, number, block)
      number += 1
      if (block.length === blockBytes) continue
      rememberSize((number - 1) * blockBytes + block.length)
      return true
    }
  } finally {
    await source.cancel() // Has no effect after the end.
  }
  if (number >= end) return false
  rememberSize(number * blockBytes)
  return true

  function rememberSize(sizeBytes: number) {
    const { state } = reading
    if (!state || !reading.keeps || state.sizeBytes !== undefined || forgotten() !== before) return
    reading.state = { ...state, sizeBytes }
    deps.store.begin(reading.state, false)
  }
}

async function open(reading: Reading, first: number, end: number): Promise<ReadableStream<Uint8Array>> {
  const { deps, backend, path, range, signal, forgotten, state: before } = reading
  const wanted = before?.mark ?? range.ifUnchanged
  const checkedMs = deps.now()
  const changes = forgotten()
  const stream = await backend.read(path, {
    offset: first * blockBytes,
    ...(Number.isFinite(end) && { length: (end - first) * blockBytes }),
    signal,
    ...(wanted !== undefined && { ifUnchanged: wanted }),
    onOpened(mark, { sizeBytes, modifiedMs } = {}) {
      if (reading.state) return
      reading.state = { path, mark, checkedMs, ...known({ sizeBytes, modifiedMs }) }
      if (modifiedMs !== undefined && checkedMs - modifiedMs < settledMs) reading.keeps = false
    },
  })
  const { state } = reading
  reading.keeps &&= state !== undefined && forgotten() === changes && deps.store.begin({ ...state, checkedMs }, !before)
  return stream
}

async function keep(reading: Reading, number: number, block: Uint8Array): Promise<void> {
  const { deps, state } = reading
  if (!state || !reading.keeps || reading.kept >= deps.mostBytes) return
  reading.keeps = await deps.store.keep(state, number, block)
  reading.kept += block.length
  if (reading.keeps) await deps.onKept(block.length)
}

/** Cuts a stream into blocks. The last one is shorter unless the stream ends at a block boundary. */
async function* blocksOf(source: { read(): Promise<Uint8Array | undefined> }): AsyncGenerator<Uint8Array> {
  let block = new Uint8Array(blockBytes)
  let filled = 0
  for (let chunk = await source.read(); chunk; chunk = await source.read()) {
    for (let at = 0; at < chunk.length;) {
      const taken = Math.min(blockBytes - filled, chunk.length - at)
      block.set(chunk.subarray(at, at + taken), filled)
      at += taken
      filled += taken
      if (filled < blockBytes) continue
      yield block
      block = new Uint8Array(blockBytes)
      filled = 0
    }
  }
  if (filled > 0) yield block.subarray(0, filled)
}

function isChanged(error: unknown): boolean {
  return error instanceof StorageError && error.failure.kind === 'changed'
}
