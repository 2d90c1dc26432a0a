import { said } from '../../../contract/sentences/said.ts'
import { constants, gunzipSync } from 'node:zlib'
import { StorageError } from '../../../contract/failure.ts'
import { baseName } from '../../../contract/location.ts'
import { forEachChunk } from '../../../lib/flow/byte-stream.ts'
import type { Backend, Waits } from '../../backends/backend.ts'

export interface Beginning {
  /** Contains only complete rows. */
  readonly bytes: Uint8Array
  /** Has the ending by which the engine recognises the format. */
  readonly name: string
  readonly isWhole: boolean
  readonly sizeBytes?: number
  readonly readBytes: number
}

const beginningBytes = 262_144
/** The largest size of a decompressed beginning. */
const unpackedBytes = 16_000_000

/** Reads the beginning of a file, up to its last complete row. */
export async function readBeginning(
  backend: Backend,
  path: string,
  format: 'csv' | 'json',
  { signal }: Waits,
): Promise<Beginning> {
  const { sizeBytes } = await backend.stat(path, { signal })
  const stream = await backend.read(path, { signal, offset: 0, length: beginningBytes })
  const chunks: Uint8Array[] = []
  await forEachChunk(stream, signal, (chunk) => void chunks.push(chunk))
  const read = Buffer.concat(chunks)
  const isWhole = sizeBytes === undefined ? read.length < beginningBytes : read.length >= sizeBytes
  const { bytes, name } = unpacked(read, baseName(path))
  const facts = { isWhole, readBytes: read.length, ...(sizeBytes !== undefined && { sizeBytes }) }
  if (isWhole) return { bytes, name, ...facts }
  return { bytes: format === 'csv' ? wholeLines(bytes) : wholeValues(bytes), name, ...facts }
}

function unpacked(read: Buffer, name: string): { readonly bytes: Buffer; readonly name: string } {
  const safe = `table${/(\.[a-z]+)(\.(gz|zst))?$/i.exec(name)?.[1] ?? ''}`
  if (/\.zst$/i.test(name)) {
    throw new StorageError({ kind: 'unsupported', ...said('table.no-preview-of-zst'), operation: 'tables.preview' })
  }
  if (!/\.gz$/i.test(name)) return { bytes: read, name: safe }
  try {
    const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: unpackedBytes }
    return { bytes: gunzipSync(read, options), name: safe }
  } catch (error) {
    throw new StorageError(
      { kind: 'corrupt', ...said('table.bad-gzip'), operation: 'tables.preview' },
      { cause: error },
    )
  }
}

/**
 * Cuts after the last complete line. A line break inside quotes is not detected here: the engine reports it, or shows
 * one row less.
 */
function wholeLines(bytes: Buffer): Buffer {
  const end = bytes.lastIndexOf(0x0a)
  if (end < 0) throw tooLong()
  return bytes.subarray(0, end + 1)
}

/** Cuts JSON after the last complete value. An array is closed there. */
export function wholeValues(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1')
  const isArray = /^(\u00ef\u00bb\u00bf)?\s*\[/.test(text)
  let depth = 0
  let inString = false
  let end = -1
  const outer = isArray ? 1 : 0
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]
    if (inString) {
      if (sign === '\\') at += 1
      else if (sign === '"') inString = false
    } else if (sign === '"') inString = true
    else if (sign === '{' || sign === '[') depth += 1
    else if (sign === '}' || sign === ']') {
      depth -= 1
      if (depth === outer) end = at + 1
    }
  }
  if (end < 0) throw tooLong()
  return isArray ? Buffer.concat([bytes.subarray(0, end), Buffer.from(']')]) : bytes.subarray(0, end)
}

function tooLong(): StorageError {
  return new StorageError({ kind: 'too-large', ...said('table.long-row'), operation: 'tables.preview' })
}
