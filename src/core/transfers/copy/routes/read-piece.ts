import { said } from '../../../../contract/sentences/said.ts'
import { forEachChunk } from '../../../../lib/flow/byte-stream.ts'
import type { OpenedFacts } from '../../../backends/backend.ts'
import type { CopyContext } from '../copy-context.ts'
import { type OpenedLocation, locationFailure, nameAt } from '../../../operations/opened-location.ts'
import { takeMemory } from './piece-memory.ts'

export interface PieceWish {
  readonly offset: number
  readonly length: number
  /** The mark of the state of the source to read. */
  readonly mark: string | undefined
  readonly signal: AbortSignal
  /** Receives the number of bytes as they arrive. */
  readonly onBytes: (count: number) => void
  /** Receives the state of the source before any of it is stored, and may reject it by throwing. */
  readonly onSource: (mark: string, opened: OpenedFacts | undefined) => void
}

export interface PieceOfSource {
  readonly bytes: Uint8Array
  readonly mark: string
  readonly opened: OpenedFacts | undefined
}

/** Reads a range of a file, either completely or with a failure. */
export async function readPiece(
  context: CopyContext,
  from: OpenedLocation,
  wish: Omit<PieceWish, 'onSource'>,
): Promise<PieceOfSource> {
  const { offset, length, mark, signal, onBytes } = wish
  let seen: { readonly mark?: string; readonly opened?: OpenedFacts | undefined } = {}
  const isOwnMark = mark?.startsWith(ownMark) === true
  const body = await from.backend.read(from.path, {
    offset,
    length,
    signal,
    onOpened: (found, opened) => (seen = { mark: found, opened }),
    ...(mark !== undefined && !isOwnMark && { ifUnchanged: mark }),
  })
  const bytes = takeMemory(length) // The buffer is either filled completely or discarded.
  let at = 0
  await forEachChunk(body, signal, async (chunk) => {
    if (at + chunk.length > length)
      throw locationFailure('changed', from, said('transfer.too-much-read', { what: nameAt(from) }))
    await context.pass(chunk.length, signal)
    bytes.set(chunk, at)
    at += chunk.length
    onBytes(chunk.length)
  })
  if (at !== length) throw locationFailure('changed', from, said('transfer.read-ended-early', { what: nameAt(from) }))
  return {
    bytes,
    mark: mark && !isOwnMark ? mark : (seen.mark ?? (await factsMark(from, { signal }))),
    opened: seen.opened,
  }
}

/** The prefix of marks for stores that provide none. */
const ownMark = 'facts:'
async function factsMark({ backend, path }: OpenedLocation, waits: { readonly signal: AbortSignal }): Promise<string> {
  const { sizeBytes, modifiedMs } = await backend.stat(path, waits)
  return `${ownMark}${sizeBytes}:${modifiedMs}`
}
