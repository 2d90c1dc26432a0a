/**
 * A stand-in for Nextcloud, because none can be installed for tests: files of one user in a real folder, with chunked
 * uploads, versions and a trash. Its responses follow the developer manual (client_apis/WebDAV) and the server's
 * apps/dav, files_versions and files_trashbin. It shows that we follow that documentation, not that a real Nextcloud
 * does.
 */
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type WebdavConfig, webdavConfigSchema } from '../../config.ts'
import { basic, signIn } from '../server-process.ts'
import { createFiles } from './files.ts'
import { type Files, type Place, Refused } from './place.ts'
import { createTrash } from './trash.ts'
import { createUploads } from './uploads.ts'
import { createVersions } from './versions.ts'
import { asXml } from './xml.ts'

export interface CloudStandIn {
  readonly origin: string
  readonly files: Files
  /** Each request, as `PUT uploads/ada/…`. */
  readonly requests: string[]
  /** Returns the uploads that were begun. */
  uploads(): Promise<readonly string[]>
  /** Deletes the uploads, as the server does after a day. */
  forgetUploads(): Promise<void>
  config(path: string, more?: Partial<WebdavConfig>): WebdavConfig
  stop(): Promise<void>
}

export async function startCloud(): Promise<CloudStandIn> {
  const base = await mkdtemp(join(tmpdir(), 'portolan-cloud-'))
  for (const name of ['files', 'uploads', 'versions', 'trash']) await mkdir(join(base, name))
  const versions = createVersions(join(base, 'versions'))
  const trash = createTrash(join(base, 'trash'))
  const files = createFiles(join(base, 'files'), { versions, trash })
  const places: Readonly<Record<string, Place>> = {
    files,
    uploads: createUploads(join(base, 'uploads'), files),
    versions: versions.placeOf(files),
    trashbin: trash.placeOf(files),
  }
  const requests: string[] = []
  const server = createServer((request, response) => {
    answer(places, request, response, requests).catch((error: unknown) => {
      const status = statusOf(error)
      request.resume()
      response.writeHead(status, { 'content-type': 'application/xml' })
      response.end(
        `<d:error xmlns:d="DAV:" xmlns:s="http://sabredav.org/ns"><s:message>${status}</s:message></d:error>`,
      )
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  return {
    origin,
    files,
    requests,
    uploads: () => readdir(join(base, 'uploads')),
    async forgetUploads() {
      await rm(join(base, 'uploads'), { recursive: true })
      await mkdir(join(base, 'uploads'))
    },
    config: (path, more = {}) =>
      webdavConfigSchema.parse({ url: `${origin}/remote.php/dav/files/${signIn.user}/`, path, ...signIn, ...more }),
    async stop() {
      server.closeAllConnections()
      await once(server.close(), 'close')
      await rm(base, { recursive: true })
    },
  }
}

async function answer(
  places: Readonly<Record<string, Place>>,
  request: IncomingMessage,
  response: ServerResponse,
  requests: string[],
): Promise<void> {
  if (request.headers.authorization !== basic.authorization) {
    request.resume()
    response.writeHead(401, { 'www-authenticate': 'Basic realm="Nextcloud"' }).end()
    return
  }
  const { method = '' } = request
  const { place: name, path } = locate(request.url ?? '')
  requests.push(`${method} ${name}/${path}`)
  const place = places[name]
  if (!place) throw new Refused(404)
  if (method === 'PUT') {
    response.writeHead(demand(await place.put?.(path, request))).end()
    return
  }
  request.resume()
  switch (method) {
    case 'PROPFIND': {
      const found = await place.find(path, request.headers.depth === '0' ? 0 : 1)
      response.writeHead(207, { 'content-type': 'application/xml; charset=utf-8' })
      response.end(asXml(name, found))
      return
    }
    case 'GET':
      return sendFile(demand(await place.get?.(path)), request, response)
    case 'MKCOL':
      if (!place.makeFolder) throw new Refused(403)
      await place.makeFolder(path, request)
      response.writeHead(201).end()
      return
    case 'DELETE':
      if (!place.remove) throw new Refused(403)
      await place.remove(path)
      response.writeHead(204).end()
      return
    case 'MOVE':
    case 'COPY': {
      const overwrite = request.headers['overwrite'] !== 'F'
      const to = { ...locate(new URL(String(request.headers['destination'])).pathname), overwrite }
      const status = await (method === 'MOVE' ? place.move?.(path, to, request) : place.copy?.(path, to))
      response.writeHead(demand(status)).end()
      return
    }
    default:
      throw new Refused(405)
  }
}

function demand<T>(value: T | undefined): T {
  if (value === undefined) throw new Refused(403)
  return value
}

/** Parses `/remote.php/dav/<place>/<user>/<path>`. */
function locate(url: string): { readonly place: string; readonly path: string } {
  const [, place = '', user, rest = ''] = /^\/remote\.php\/dav\/([a-z]+)\/([^/]+)\/?(.*?)\/?$/.exec(url) ?? []
  if (user !== signIn.user) throw new Refused(404)
  return { place, path: rest.split('/').map(decodeURIComponent).join('/') }
}

async function sendFile(file: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { readFile, stat } = await import('node:fs/promises')
  const [bytes, { mtimeMs, ino }] = await Promise.all([readFile(file), stat(file)])
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? []
  const etag = `"${ino}-${mtimeMs}-${bytes.length}"`
  const headers = { etag, 'last-modified': new Date(mtimeMs).toUTCString(), 'accept-ranges': 'bytes' }
  if (first === undefined) {
    response.writeHead(200, { ...headers, 'content-length': bytes.length }).end(bytes)
    return
  }
  const [from, to] = [Number(first), Math.min(last ? Number(last) : Infinity, bytes.length - 1)]
  if (from >= bytes.length) {
    response.writeHead(416, { ...headers, 'content-range': `bytes */${bytes.length}` }).end()
    return
  }
  const part = bytes.subarray(from, to + 1)
  const range = `bytes ${from}-${to}/${bytes.length}`
  response.writeHead(206, { ...headers, 'content-range': range, 'content-length': part.length }).end(part)
}

function statusOf(error: unknown): number {
  if (error instanceof Refused) return error.status
  const { code } = error as { readonly code?: string }
  const statuses: Readonly<Record<string, number>> = { ENOENT: 404, ENOTDIR: 404, ENAMETOOLONG: 400, EISDIR: 405 }
  return statuses[code ?? ''] ?? 500
}
