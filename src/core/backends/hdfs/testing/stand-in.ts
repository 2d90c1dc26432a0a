/**
 * A small cluster with WebHDFS as documented: namenodes and a datanode on ports of their own, with a real folder.
 * https://hadoop.apache.org/docs/stable/hadoop-project-dist/hadoop-hdfs/WebHDFS.html
 */
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { answerJson, exceptions, JavaException } from './answers.ts'
import { createFiles, type HdfsFiles } from './files.ts'

export interface StandInOptions {
  readonly namenodes?: number
  /** What a client must send: nothing, a delegation token, or the password of a gateway. */
  readonly signIn?: 'none' | 'token' | 'password'
  /**
   * `old`: has neither paged listings nor the space. `httpfs`: one server for everything, without options for a rename.
   */
  readonly kind?: 'hadoop' | 'old' | 'httpfs'
  /** The number of entries in one page of a listing. */
  readonly listed?: number
  readonly tls?: ServerOptions
  /** The indexes of namenodes that are on standby from the beginning. */
  readonly onStandby?: readonly number[]
}

export interface StandIn {
  readonly urls: readonly string[]
  readonly files: HdfsFiles
  /** Each request, as `PUT CREATE`, and the server that received it. */
  readonly asked: { readonly op: string; readonly by: string; readonly request: IncomingMessage }[]
  /** The indexes of namenodes that are on standby. */
  readonly standby: Set<number>
  /** Answers a request instead of the server. Returns true if it did. */
  instead?: (op: string, by: string, response: ServerResponse) => Promise<boolean> | boolean
  /** Stops one namenode. */
  stopNamenode(at: number): Promise<void>
  stop(): Promise<void>
}

export const goodToken = 'good-token'
export const gatewayUser = { user: 'ann', password: 'a secret: with % and ü' }
const prefix = '/webhdfs/v1'

interface Asked {
  readonly op: string
  readonly path: string
  readonly query: URLSearchParams
  readonly method: string
}

export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const { namenodes = 1, signIn = 'none', kind = 'hadoop', listed = 1000, tls, onStandby = [] } = options
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'portolan-hdfs-')))
  const files = createFiles(folder)
  const standby = new Set(onStandby)
  const servers: Server[] = []
  const urls: string[] = []
  const standIn: StandIn = {
    urls,
    files,
    asked: [],
    standby,
    stopNamenode: (at) => close(servers[at]),
    async stop() {
      await Promise.all(servers.map(close))
      await rm(folder, { recursive: true, force: true })
    },
  }
  async function listen(answer: RequestListener): Promise<string> {
    const server = tls ? createTlsServer(tls, answer) : createServer(answer)
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  async function handle(
    request: IncomingMessage,
    response: ServerResponse,
    by: string,
    route: (asked: Asked) => Promise<void>,
  ): Promise<void> {
    try {
      const url = new URL(request.url ?? '/', 'http://x')
      const { method = 'GET' } = request
      const op = (url.searchParams.get('op') ?? '').toUpperCase()
      standIn.asked.push({ op: `${method} ${op}`, by, request })
      if (await standIn.instead?.(op, by, response)) return
      checkSignIn(request, url.searchParams)
      if (!url.pathname.startsWith(prefix)) return void response.writeHead(404).end('<html>')
      const path = decodeURIComponent(url.pathname.slice(prefix.length)).replace(/(.)\/$/, '$1') || '/'
      await route({ op, path, query: url.searchParams, method })
    } catch (error) {
      if (response.headersSent) return void response.destroy()
      request.resume()
      const said =
        error instanceof JavaException ? error : new JavaException(500, 'java.lang.RuntimeException', String(error))
      answerJson(response, said, said.status)
    }
  }
  function checkSignIn({ headers }: IncomingMessage, query: URLSearchParams): void {
    const { user, password } = gatewayUser
    if (
      signIn === 'password' &&
      headers.authorization !== `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
    ) {
      throw new JavaException(
        401,
        'org.apache.hadoop.security.authentication.client.AuthenticationException',
        'Authentication required',
      )
    }
    if (signIn === 'token' && query.get('delegation') !== goodToken) throw exceptions.badToken()
  }

  /** A namenode makes changes under one lock. */
  let changes: Promise<unknown> = Promise.resolve()
  function oneByOne<T>(work: () => Promise<T>): Promise<T> {
    const mine = changes.then(work)
    changes = mine.catch(() => {})
    return mine
  }

  async function askNamenode(asked: Asked, response: ServerResponse, datanode: string, at: number): Promise<void> {
    if (standby.has(at)) throw exceptions.standby()
    const { op, path, query, method } = asked
    const isData = op === 'OPEN' || op === 'CREATE' || op === 'APPEND'
    if (isData) {
      if (op === 'OPEN') {
        const { length, type } = await files.status(path)
        if (type !== 'FILE')
          throw new JavaException(404, 'java.io.FileNotFoundException', `Path is not a file: ${path}`)
        const offset = Number(query.get('offset') ?? 0)
        if (offset > 0 && offset >= Number(length)) {
          throw exceptions.io(`Offset=${offset} out of the range [0, ${String(length)}); ${op}, path=${path}`)
        }
      }
      if (kind === 'httpfs' && op === 'OPEN') return askDatanode(asked, response, undefined)
      query.set('namenoderpcaddress', 'localhost:8020')
      const target = path.split('/').map(encodeURIComponent).join('/')
      const location = `${datanode}${prefix}${target}?${query.toString()}`
      return void response.writeHead(307, { location, 'content-type': 'application/octet-stream' }).end()
    }
    const work = () => askNames({ op, path, query, method }, files, { kind, listed })
    const value = await (method === 'GET' ? work() : oneByOne(work))
    answerJson(response, value)
  }

  async function askDatanode(
    { op, path, query }: Asked,
    response: ServerResponse,
    request?: IncomingMessage,
  ): Promise<void> {
    const full = files.full(path)
    if (op === 'OPEN') {
      const offset = Number(query.get('offset') ?? 0)
      const size = Number((await files.status(path))['length'])
      const length = Math.min(Number(query.get('length') ?? Infinity), size - offset)
      response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': length })
      if (length === 0) return void response.end()
      return pipeline(createReadStream(full, { start: offset, end: offset + length - 1 }), response).catch(() => {})
    }
    if (op !== 'CREATE' || !request) throw exceptions.noSuchOperation(op)
    const flags = query.get('overwrite') === 'true' ? 'w' : 'wx'
    await mkdir(dirname(full), { recursive: true })
    // as in HDFS, the bytes that arrived before the connection was lost stay
    await pipeline(request, createWriteStream(full, { flags, mode: 0o644 })).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EEXIST' || error.code === 'EISDIR' ? exceptions.there(path) : exceptions.io(String(error))
    })
    response.writeHead(201, { location: `hdfs://localhost:8020${encodeURI(path)}` }).end()
  }

  const datanode = await listen(
    (request, response) => void handle(request, response, 'datanode', (asked) => askDatanode(asked, response, request)),
  )
  for (let at = 0; at < namenodes; at += 1) {
    const url = await listen((request, response) => {
      // HttpFS redirects to itself, as the receiver of the bytes
      const isData = request.url?.includes('namenoderpcaddress') && kind === 'httpfs'
      void handle(request, response, `namenode ${at}`, (asked) =>
        isData
          ? askDatanode(asked, response, request)
          : askNamenode(asked, response, kind === 'httpfs' ? url : datanode, at),
      )
    })
    urls.push(url)
  }
  servers.push(servers.shift() as Server) // the namenodes come first
  return standIn
}

interface Knows {
  readonly kind: NonNullable<StandInOptions['kind']>
  readonly listed: number
}

async function askNames({ op, path, query, method }: Asked, files: HdfsFiles, knows: Knows): Promise<unknown> {
  const flag = (name: string) => query.get(name) === 'true'
  const destination = query.get('destination') ?? ''
  const options = query.get('renameoptions')
  switch (`${method} ${op}`) {
    case 'GET GETFILESTATUS':
      return { FileStatus: await files.status(path) }
    case 'GET LISTSTATUS':
      return { FileStatuses: { FileStatus: await statuses(files, path) } }
    case 'GET LISTSTATUS_BATCH': {
      if (knows.kind === 'old') throw exceptions.noSuchOperation(op)
      const most = knows.kind === 'httpfs' ? Infinity : knows.listed // https://issues.apache.org/jira/browse/HDFS-14663
      return listPart(files, path, query.get('startAfter') ?? '', most)
    }
    case 'GET GETQUOTAUSAGE':
      if (knows.kind === 'old') throw exceptions.noSuchOperation(op)
      return { QuotaUsage: { fileAndDirectoryCount: 1, quota: -1, spaceConsumed: 0, spaceQuota: -1, typeQuota: {} } }
    case 'GET GETSTATUS':
      if (knows.kind === 'old') throw exceptions.noSuchOperation(op)
      return { FsStatus: { used: 29_229_154_304, remaining: 292_292_698_112, capacity: 321_521_852_416 } }
    case 'PUT MKDIRS':
      return { boolean: await files.makeFolders(path) }
    case 'DELETE DELETE':
      return { boolean: await files.remove(path, flag('recursive')) }
    case 'PUT RENAME':
      if (options === null || knows.kind === 'httpfs') return { boolean: await files.rename(path, destination) }
      await files.renameWith(path, destination, options.includes('OVERWRITE'))
      return undefined
    case 'PUT SETTIMES':
      await files.setTimes(path, Number(query.get('modificationtime') ?? -1))
      return undefined
    case 'PUT SETPERMISSION':
      await files.setPermission(path, query.get('permission') ?? '755')
      return undefined
    case 'PUT SETOWNER':
      await files.setOwner(path, query.get('owner'), query.get('group'))
      return undefined
    default:
      throw exceptions.noSuchOperation(op)
  }
}

async function statuses(files: HdfsFiles, path: string, names?: readonly string[]): Promise<Record<string, unknown>[]> {
  const own = await files.status(path)
  if (own['type'] === 'FILE') return [own]
  const children = names ?? (await files.children(path))
  return Promise.all(
    children.map(async (name) => {
      const status = await files.status(path === '/' ? `/${name}` : `${path}/${name}`)
      return Object.assign(status, { pathSuffix: name })
    }),
  )
}

async function listPart(files: HdfsFiles, path: string, startAfter: string, most: number): Promise<unknown> {
  const isFile = (await files.status(path))['type'] === 'FILE'
  const all = isFile ? [] : await files.children(path)
  const rest = all.filter((name) => Buffer.compare(Buffer.from(name), Buffer.from(startAfter)) > 0)
  const part = await statuses(files, path, rest.slice(0, most))
  const remainingEntries = Math.max(0, rest.length - most)
  return { DirectoryListing: { partialListing: { FileStatuses: { FileStatus: part } }, remainingEntries } }
}

async function close(server: Server | undefined): Promise<void> {
  if (!server?.listening) return
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
