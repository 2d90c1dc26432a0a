/**
 * Read-only folders of web servers, as their index pages or a list of files show them. A listing costs one request. If
 * a page does not contain the size and time of a file, they are read with the file's own request.
 */
import type { Capabilities } from '../../../contract/capabilities.ts'
import { plainCapabilities } from '../../../contract/derived-capabilities.ts'
import type { Entry } from '../../../contract/entry.ts'
import { baseName } from '../../../contract/location.ts'
import type { Backend, Waits } from '../backend.ts'
import type { BackendDescriptor } from '../descriptor.ts'
import type { Attempt } from '../object-store/failures/failures.ts'
import { createRequests } from '../web/requests.ts'
import { httpChoices } from './connect/choices.ts'
import { folderUrlOf, type HttpConfig, httpConfigSchema, signInOf } from './config.ts'
import { recogniseHttp } from './connect/paste.ts'
import { notAFile, refuse } from './failures.ts'
import { sumsIn, wantedDigests } from './read/digests.ts'
import { createFileList } from './read/file-list.ts'
import { listIndex } from './read/list-index.ts'
import { fileEntry, lookUp, type Site } from './read/look-up.ts'
import { readFile } from './read/read.ts'

export const httpDescriptor: BackendDescriptor<HttpConfig> = {
  type: 'http',
  group: 'servers',
  hint: 'HTTP',
  config: httpConfigSchema,
  secretKeys: ['password', 'token'],
  choices: httpChoices,
  recognise: recogniseHttp,
  open: async (config) => createHttpBackend(config),
}

const capabilities: Capabilities = {
  ...plainCapabilities,
  facets: ['properties', 'checksums'],
  canWrite: false,
  keepsEmptyFolders: true,
  modifiedTime: { canSet: false, precisionMs: 1000 },
  caseSensitive: 'unknown',
  distinguishesUnicodeForms: 'unknown',
  limits: {},
  properties: { changeable: [], storageClasses: [] },
}

export interface HttpOptions {
  /** Certificates to trust in addition to the system's. */
  readonly ca?: string
  /** The maximum age of a list of files. */
  readonly freshMs?: number
}

export function createHttpBackend(config: HttpConfig, { ca, freshMs }: HttpOptions = {}): Backend {
  const root = folderUrlOf(config)
  const signIn = signInOf(config)
  const requests = createRequests({
    origin: new URL(root).origin,
    signIn: () => signIn,
    ...(ca !== undefined && { ca }),
  })
  const site: Site = { requests, root }
  const files = config.list === undefined ? undefined : createFileList(site, config.list, freshMs)

  async function stat(path: string, { signal }: Waits): Promise<Entry> {
    signal.throwIfAborted()
    const attempt: Attempt = { operation: 'http.stat', path }
    if (path === '') return { name: '', kind: 'folder' }
    const listed = await files?.find(path, attempt, signal)
    if (listed === 'folder') return { name: baseName(path), kind: 'folder' }
    const found = await lookUp(site, path, attempt, signal)
    return found.kind === 'folder' ? { name: baseName(path), kind: 'folder' } : fileEntry(path, found.answer)
  }
  /** Sends a HEAD for a file, and requests the checksums that the server sends only on request. */
  async function headOf(path: string, operation: string, { signal }: Waits) {
    const attempt: Attempt = { operation, path }
    if ((await files?.find(path, attempt, signal)) === 'folder') throw notAFile(attempt)
    const found = await lookUp(site, path, attempt, signal, wantedDigests)
    if (found.kind === 'folder') throw notAFile(attempt)
    return found.answer
  }

  return {
    capabilities,
    list: (path, options) => files?.list(path, options) ?? listIndex(site, path, options),
    stat,
    async read(path, options) {
      const attempt: Attempt = { operation: 'http.read', path }
      if ((await files?.find(path, attempt, options.signal)) === 'folder') throw notAFile(attempt)
      return readFile(site, path, options)
    },
    properties: {
      async read(path, waits) {
        const { headers, url } = await headOf(path, 'http.properties', waits)
        const said = {
          contentType: headers['content-type'],
          contentEncoding: headers['content-encoding'],
          contentLanguage: headers['content-language'],
          contentDisposition: headers['content-disposition'],
          cacheControl: headers['cache-control'],
          etag: headers['etag'],
          publicUrl: Object.keys(signIn).length === 0 ? url : undefined,
        }
        const checksums = sumsIn(headers, true)
        return {
          ...(Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as object),
          ...(Object.keys(checksums).length > 0 && { checksums }),
          withheld: {},
        }
      },
      change: async (path) => refused(path, 'http.properties'),
    },
    checksums: {
      async checksums(path, waits) {
        const attempt: Attempt = { operation: 'http.checksums', path }
        const listed = await files?.find(path, attempt, waits.signal)
        const told = sumsIn((await headOf(path, 'http.checksums', waits)).headers, true)
        return { ...(listed !== 'folder' && listed?.sums), ...told }
      },
    },
    write: async (path) => refused(path, 'http.write'),
    makeFolder: async (path) => refused(path, 'http.makeFolder'),
    remove: async (path) => refused(path, 'http.remove'),
    close: () => requests.close(),
  }
}

/** The layers above report this before. */
function refused(path: string, operation: string): never {
  throw refuse('read-only', 'http.read-only', { operation, path })
}
