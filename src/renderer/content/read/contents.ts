/** What is in files, read in blocks as they are needed. A block that was read is kept for a while, so that nothing is read twice. */
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

/** One state of a file, to be read from anywhere in it. */
export interface ContentReader {
  readonly state: FileState
  readonly name: string
  /** Differs for two states. */
  readonly key: string
  /** At most `length` bytes from `offset` on; fewer only where the file ends. */
  read(offset: number, length: number, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>>
  /** The length of the whole file. Fails where nobody knows it. */
  size(signal: AbortSignal): Promise<number>
  /** How many bytes of it were fetched so far. */
  readonly fetched: StoreApi<number>
  /** What is in it, of an archive as it is now: all below, by path, at most so many. */
  listed(most: number, signal: AbortSignal): Promise<ArchiveList>
  /** Where the window can fetch any part of it, to play it. */
  address(): Promise<string>
}

export interface ContentsDeps {
  readonly client: () => Client<Contract>
  readonly addressOf: (state: FileState) => Promise<string>
}

export interface Contents {
  /** The same reader for the same state, as long as it is kept. */
  open(state: FileState): ContentReader
}

export const blockBytes = 64 * 1024
const mostKeptBytes = 128 * 1024 * 1024
const mostKeptFiles = 200

interface Kept {
  readonly reader: ContentReader
  /** Block by number, in the order they were used. */
  readonly blocks: Map<number, Uint8Array<ArrayBuffer>>
}

export function createContents(deps: ContentsDeps, mostBytes = mostKeptBytes): Contents {
  // in the order they were used
  const files = new Map<string, Kept>()

  /** Forgets what was used longest ago; what is being read goes last. */
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
  // the request that reads a block now, by the number of the block
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

  /** Takes the blocks that are kept, and marks them as the last ones used. */
  function takeKept(first: number, last: number, into: Map<number, Uint8Array>) {
    for (let at = first; at <= last; at += 1) {
      const block = blocks.get(at)
      if (!block) continue
      into.set(at, block)
      blocks.delete(at)
      blocks.set(at, block)
    }
  }

  /** Reads the missing blocks. A block that another call reads now is waited for; if that call fails, this one reads it. */
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

/** The runs of blocks, each from and to, that are not there. */
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
    if (block.length < blockBytes) break // the file ends here
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
