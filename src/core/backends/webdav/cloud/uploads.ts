/**
 * Chunked uploads: chunks are stored in a folder of their own, which is moved to the name as one file. The server keeps
 * earlier versions of files replaced this way. It deletes a folder that was not used for a day.
 */
import type { DavPath } from '../connect/paths.ts'
import type { Piece, Waits } from '../../backend.ts'
import { joinDav } from '../connect/paths.ts'
import { hasStatus } from '../failures/failures.ts'
import { childrenOf } from '../read/look-up.ts'
import { sizeOf } from '../read/facts.ts'
import { transfer } from '../write/move.ts'
import type { CloudServer } from './cloud.ts'

const mebibyte = 1024 ** 2
/** The server accepts chunks of 5 MB to 5 GB (the last one may be smaller), and at most 10,000 of them. */
const usualBytes = 16 * mebibyte
const mostChunks = 9000

const token = /^portolan-[a-z0-9]{1,64}$/

export function tokenOf(id: string): string {
  return `portolan-${id}`
}

export function isToken(text: string): boolean {
  return token.test(text)
}

export function chunkBytesFor(expectedBytes: number): number {
  return Math.max(usualBytes, Math.ceil(expectedBytes / mostChunks / mebibyte) * mebibyte)
}

/** One upload to one name. */
export interface Upload {
  readonly token: string
  readonly target: DavPath
  readonly totalBytes?: number | undefined
}

export async function beginUpload(server: CloudServer, upload: Upload, { signal }: Waits): Promise<void> {
  const { requests } = server
  // if the folder exists, it belongs to this same upload, whose response was lost
  await requests.ask({
    method: 'MKCOL',
    path: `${folderOf(server, upload)}/`,
    headers: headersOf(server, upload),
    signal,
    expects: [405],
  })
}

export async function putChunk(
  server: CloudServer,
  upload: Upload,
  number: number,
  bytes: Uint8Array,
  { signal }: Waits,
): Promise<void> {
  const path = `${folderOf(server, upload)}/${nameOf(number)}`
  await server.requests.ask({
    method: 'PUT',
    path,
    headers: headersOf(server, upload),
    body: bytes,
    signal,
    isLong: true,
  })
}

/** Throws a `StatusError` with 404 if nothing of the upload is left. */
export async function chunksOf(
  server: CloudServer,
  upload: Pick<Upload, 'token'>,
  { signal }: Waits,
): Promise<readonly Piece[]> {
  const chunks: Piece[] = []
  for await (const { children } of childrenOf(server, `${folderOf(server, upload)}/`, { signal })) {
    for (const [name, resource] of children) {
      const sizeBytes = sizeOf(resource)
      if (/^\d{1,5}$/.test(name) && Number(name) > 0 && sizeBytes !== undefined) {
        chunks.push({ number: Number(name) - 1, sizeBytes })
      }
    }
  }
  return chunks
}

interface Assembling extends Waits {
  readonly overwrite: boolean
  readonly modifiedMs?: number | undefined
  readonly sha1?: string | undefined
}

/** Throws a `StatusError` with 412 if the name is in use and must not be replaced. */
export async function assemble(
  server: CloudServer,
  upload: Upload,
  { overwrite, modifiedMs, sha1, signal }: Assembling,
): Promise<void> {
  const headers = {
    ...(upload.totalBytes !== undefined && { 'oc-total-length': String(upload.totalBytes) }),
    ...(modifiedMs !== undefined && { 'x-oc-mtime': String(Math.floor(modifiedMs / 1000)) }),
    ...(sha1 !== undefined && { 'oc-checksum': `SHA1:${sha1}` }),
  }
  await transfer(server, 'MOVE', `${folderOf(server, upload)}/.file`, upload.target, { overwrite, headers, signal })
}

/** Succeeds if the upload is already gone. */
export async function abandon(server: CloudServer, upload: Pick<Upload, 'token'>, { signal }: Waits): Promise<void> {
  try {
    await server.requests.ask({ method: 'DELETE', path: `${folderOf(server, upload)}/`, signal })
  } catch (error) {
    if (!hasStatus(error, 404, 410)) throw error
  }
}

function folderOf({ cloud: { uploads = '' } }: CloudServer, upload: Pick<Upload, 'token'>): DavPath {
  return joinDav(uploads, upload.token, 'webdav.staging')
}

function headersOf({ requests }: CloudServer, { target, totalBytes }: Upload): Record<string, string> {
  return {
    destination: requests.origin + target,
    ...(totalBytes !== undefined && { 'oc-total-length': String(totalBytes) }),
  }
}

/** The server joins the chunks in the order of their names. */
function nameOf(number: number): string {
  return String(number + 1).padStart(5, '0')
}
