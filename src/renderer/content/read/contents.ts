/** The content of files, read in blocks on demand. Blocks are cached for a while, so that none is read twice. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Contract } from '../../../contract/contract.ts'
import { StorageError } from '../../../contract/failure.ts'
import { baseName, formatLocation } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'
import { unlessAborted } from '../../../lib/flow/unless-aborted.ts'
import { known } from '../../../lib/known.ts'
import { text } from '../../strings/text.ts'
import { type ArchiveList, listArchive } from './list-archive.ts'
import { type FileState, stateKey } from './file-state.ts'

/** Reads any part of one version of a file. */
export interface ContentReader {
  readonly state: FileState
  readonly name: string
  /** Identifies the version; different versions have different keys. */
  readonly key: string
  /** Reads at most `length` bytes from `offset`. It returns fewer only at the end of the file. */
  read(offset: number, length: number, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>>
  /** Resolves to the size of the whole file. Rejects if the size is unknown. */
  size(signal: AbortSignal): Promise<number>
  /** The number of bytes fetched so far. */
  readonly fetched: StoreApi<number>
  /** Lists the present content of an archive: all entries at any depth, by path, up to a maximum number. */
  listed(most: number, signal: AbortSignal): Promise<ArchiveList>
  /** Resolves to an address from which the window can fetch any part, to play it. */
  address(): Promise<string>
}

export interface ContentsDeps {
  readonly client: () => Client<Contract>
  readonly addressOf: (state: FileState) => Promise<string>
}

export interface Contents {
  /** Returns the same reader for the same state while it is cached. */
  open(state: FileState): ContentReader
}

export const blockBytes = 64 * 1024
const mostKeptBytes = 128 * 1024 * 1024
const mostKeptFiles = 200

interface Kept {
  readonly reader: ContentReader
  /** The blocks by number, in the order of their last use. */
  readonly blocks: Map<number, Uint8Array<ArrayBuffer>>
}

export function createContents(deps: ContentsDeps, mostBytes = mostKeptBytes): Contents {
  // In the order of their last use.
  const files = new Map<string, Kept>()

  /** Evicts the least recently used blocks. The file that is being read is evicted last. */
  function tidy() {
    let sum = 0
    for (const { blocks } of files.values()) for (const block of blocks.values()) sum += block.length
    for (const [key, { blocks }] of files) {
      for (const [at, block] of blocks) {
        if (sum <= mostBytes) break
        blocks.delete(at)
        sum -= block.length
      }
      if (files.size > mostKeptFiles) files.delete(key)
    }
  }

  return {
    open(state) {
      const key = stateKey(state)
      const found = files.get(key)
      const blocks = found?.blocks ?? new Map<number, Uint8Array<ArrayBuffer>>()
      const kept = found ?? { reader: createReader(deps, state, blocks, tidy), blocks }
      files.delete(key)
      files.set(key, kept)
      return kept.reader
    },
  }
}

function createReader(
  { client, addressOf }: ContentsDeps,
  state: FileState,
  blocks: Map<number, Uint8Array<ArrayBuffer>>,
  onFetched: () => void,
): ContentReader {
  const fetched = createStore<number>(() => 0)
  // The running request for each block, by block number.
  const underWay = new Map<number, Promise<void>>()

  async function fetchBlocks(first: number, last: number, signal: AbortSignal, into: Map<number, Uint8Array>) {
    const length = (last - first + 1) * blockBytes
    const bytes = await fetchBytes(client(), state, { offset: first * blockBytes, length }, signal)
    fetched.setState(fetched.getState() + bytes.length, true)
    for (let at = first; at <= last; at += 1) {
      const start = (at - first) * blockBytes
      const block = bytes.slice(start, start + blockBytes)
      blocks.set(at, block)
      into.set(at, block)
    }
    onFetched()
  }

  /** Takes the cached blocks, and marks them as the most recently used. */
  function takeKept(first: number, last: number, into: Map<number, Uint8Array>) {
    for (let at = first; at <= last; at += 1) {
      const block = blocks.get(at)
      if (!block) continue
      into.set(at, block)
      blocks.delete(at)
      blocks.set(at, block)
    }
  }

  /**
   * Reads the missing blocks. It waits for a block that another call is reading; if that call fails, this one reads the
   * block.
   */
  async function readBlocks(first: number, last: number, signal: AbortSignal) {
    const used = new Map<number, Uint8Array>()
    for (;;) {
      takeKept(first, last, used)
      const others = [...underWay]
        .filter(([at]) => at >= first && at <= last && !used.has(at))
        .map(([, request]) => request)
      const [missing] = missingRuns(first, last, used)
      if (others.length > 0) await unlessAborted(Promise.allSettled(others), signal)
      else if (missing) await fetchShared(...missing, signal, used)
      else return used
    }
  }

  async function fetchShared(first: number, last: number, signal: AbortSignal, into: Map<number, Uint8Array>) {
    const request = fetchBlocks(first, last, signal, into)
    for (let at = first; at <= last; at += 1) underWay.set(at, request)
    try {
      await request
    } finally {
      for (let at = first; at <= last; at += 1) underWay.delete(at)
    }
  }

  return {
    state,
    address: () => addressOf(state),
    listed: (most, signal) => listArchive(client(), state.location, most, signal),
    name: baseName(state.location.path),
    key: stateKey(state),
    fetched,
    async read(offset, length, signal) {
      const most = Math.min(length, (state.sizeBytes ?? Number.MAX_SAFE_INTEGER) - offset)
      if (most <= 0) return new Uint8Array()
      const [first, last] = [Math.floor(offset / blockBytes), Math.floor((offset + most - 1) / blockBytes)]
      const used = await readBlocks(first, last, signal)
      return cut(used, { first, last, offset, length: most })
    },
    async size(signal) {
      if (state.sizeBytes !== undefined) return state.sizeBytes
      const { location, version } = state
      const entry = version ? undefined : await client().listing.stat({ location }, { signal })
      if (entry?.sizeBytes !== undefined) return entry.sizeBytes
      const message = text('look.no-size')
      throw new StorageError({ kind: 'unsupported', message, operation: 'look', location: formatLocation(location) })
    },
  }
}

/** Returns the runs of missing blocks, each with its first and last number. */
export function missingRuns(first: number, last: number, there: ReadonlyMap<number, unknown>): [number, number][] {
  const runs: [number, number][] = []
  for (let at = first; at <= last; at += 1) {
    if (there.has(at)) continue
    const run = runs.at(-1)
    if (run?.[1] === at - 1) run[1] = at
    else runs.push([at, at])
  }
  return runs
}

interface Cut {
  readonly first: number
  readonly last: number
  readonly offset: number
  readonly length: number
}

function cut(blocks: ReadonlyMap<number, Uint8Array>, { first, last, offset, length }: Cut): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array((last - first + 1) * blockBytes)
  let end = 0
  for (let at = first; at <= last; at += 1) {
    const block = blocks.get(at) ?? new Uint8Array()
    all.set(block, end)
    end += block.length
    if (block.length < blockBytes) break // The file ends here.
  }
  const start = offset - first * blockBytes
  return all.slice(start, Math.max(start, Math.min(end, start + length)))
}

async function fetchBytes(
  client: Client<Contract>,
  { location, version, sizeBytes, modifiedMs }: FileState,
  range: { readonly offset: number; readonly length: number },
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const read = version
    ? client.versions.read({ location, version: version.id, ...range }, { signal })
    : client.files.read({ location, cached: known({ sizeBytes, modifiedMs }), ...range }, { signal })
  const chunks: Uint8Array<ArrayBuffer>[] = []
  for await (const chunk of read) chunks.push(chunk as Uint8Array<ArrayBuffer>)
  return new Uint8Array(await new Blob(chunks).arrayBuffer())
}
