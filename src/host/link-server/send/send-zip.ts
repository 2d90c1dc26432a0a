import { makeZip } from 'client-zip'
import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Entry } from '../../../contract/entry.ts'
import { childPath } from '../../../contract/location.ts'
import type { Backend, Waits } from '../../../core/backends/backend.ts'
import { securityHeaders } from '../../../lib/page-security.ts'
import { contentDisposition } from '../../http/content-disposition.ts'
import { leavingSignal } from '../link-serving.ts'
import { sharedEntries } from './send-index.ts'

/** An entry of the zip, with its name there. */
export interface ZipItem {
  readonly name: string
  readonly path: string
  readonly entry: Entry
}

/**
 * Sends everything below as one zip, file by file as the receiver takes it. Nothing is stored. If a file can't be read,
 * the connection is closed, so that an incomplete zip never looks complete.
 */
export async function sendZip(
  response: ServerResponse,
  {
    name,
    backend,
    items,
  }: { readonly name: string; readonly backend: Backend; readonly items: AsyncIterable<ZipItem> },
): Promise<void> {
  const signal = leavingSignal(response)
  response.writeHead(200, {
    ...securityHeaders,
    'content-security-policy': "default-src 'none'; sandbox",
    'content-type': 'application/zip',
    'content-disposition': contentDisposition(`${name}.zip`),
    'cache-control': 'no-store',
    'accept-ranges': 'none',
    'x-robots-tag': 'noindex',
  })
  if (response.req.method === 'HEAD') return void response.end()
  await pipeline(makeZip(zipEntries(backend, items, { signal })), response)
}

type ZipEntry =
  { name: string; lastModified?: Date; input: ReadableStream<Uint8Array>; size?: number } | { name: string }

async function* zipEntries(backend: Backend, items: AsyncIterable<ZipItem>, waits: Waits): AsyncGenerator<ZipEntry> {
  for await (const { name, path, entry } of items) {
    if (entry.kind === 'folder') {
      let isEmpty = true
      for await (const inner of zipEntries(backend, below(backend, { name, path }, waits), waits)) {
        isEmpty = false
        yield inner
      }
      if (isEmpty) yield { name: `${name}/` }
      continue
    }
    const lastModified = entry.modifiedMs === undefined ? {} : { lastModified: new Date(entry.modifiedMs) }
    yield { name, ...lastModified, input: await backend.read(path, { ...waits, isPlainWay: true }) }
  }
}

/** Yields the entries of a folder under its name in the zip; the name is empty at the top. */
export async function* below(
  backend: Backend,
  folder: { readonly name: string; readonly path: string },
  waits: Waits,
): AsyncGenerator<ZipItem> {
  for await (const entry of sharedEntries(backend, folder.path, waits)) {
    yield { name: childPath(folder.name, entry.name), path: childPath(folder.path, entry.name), entry }
  }
}
