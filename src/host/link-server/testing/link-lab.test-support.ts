import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { type IncomingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { backendDescriptors } from '../../../core/backends/registry.ts'
import type { LinkOptions } from '../../../core/backends/facets/link-options.ts'
import { createCredentials } from '../../../core/credentials/credentials.ts'
import type { CallRecord } from '../../../core/layers/tracing/logging.ts'
import { createLinkLedger } from '../../../core/links/link-ledger.ts'
import { createLinkSigner } from '../../../core/links/link-signature.ts'
import { createMounts } from '../../../core/mounts/opening/create-mounts.ts'
import { linksHandlers } from '../../handlers/links.ts'
import { createSettingsStore } from '../../settings-store.ts'
import { createLinkServer } from '../link-server.ts'

const { signal } = new AbortController()

export interface RawAnswer {
  readonly status: number
  readonly text: string
  readonly headers: IncomingHttpHeaders
}

/** A separate link server with two mounts: `files`, a folder, and `shelf`. */
export async function openLinkLab() {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'portolan-link-lab-')))
  const files = join(base, 'files')
  for (const name of ['files', 'config', 'data']) mkdirSync(join(base, name))
  let nowMs = Date.now()
  const now = () => nowMs
  const records: CallRecord[] = []
  const settings = createSettingsStore(join(base, 'config'))
  const ledger = createLinkLedger(join(base, 'data'), now)
  const key = createLinkSigner(new Uint8Array(32).fill(7))
  const signer = async () => key
  const server = createLinkServer({
    mounts: () => mounts,
    ledger,
    signer,
    settings,
    lockPath: join(base, 'data/link-server'),
    now,
  })
  const mounts = await createMounts({
    configFolder: join(base, 'config'),
    env: {},
    builtIn: [
      { name: 'files', type: 'local', path: files },
      { name: 'shelf', type: 'shelf', path: join(base, 'shelf') },
    ],
    hidden: [],
    descriptors: backendDescriptors,
    backendDeps: {},
    credentials: createCredentials({ configFolder: join(base, 'config'), env: {} }),
    writeRecord: (record) => records.push(record),
    ownLinks: { ledger, signer, baseUrl: () => server.baseUrl(), now },
  })
  const handlers = linksHandlers({ mounts, ledger, server, staysOpen: true })

  return {
    base,
    files,
    mounts,
    ledger,
    server,
    handlers,
    /** The log records of all mounts. */
    records,
    pass: (ms: number) => void (nowMs += ms),
    async make(path: string, options: Partial<Omit<LinkOptions, 'signal'>> & { readonly mount?: string } = {}) {
      const { mount = 'files', ...wish } = options
      const location = { mount, path }
      return handlers.make({ location, method: 'get', lastsMs: 3600_000, ...wish }, { signal })
    },
    async close() {
      await server.close()
      await mounts.close()
      ledger.close()
      rmSync(base, { recursive: true, force: true })
    },
  }
}
export type LinkLab = Awaited<ReturnType<typeof openLinkLab>>

/** Sends a URL unchanged; `fetch` would normalise it first. */
export function ask(
  url: string,
  options: {
    readonly path?: string
    readonly method?: string
    readonly headers?: Record<string, string>
    readonly body?: string | Buffer
  } = {},
): Promise<RawAnswer> {
  const { origin, hostname, port, pathname, search } = new URL(url)
  return new Promise((resolve, reject) => {
    const { path = pathname + search, method = 'GET', headers = {}, body } = options
    const asked = request({ hostname, port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(chunks).toString(),
          headers: response.headers,
        }),
      )
    })
    asked.on('error', (error) => reject(new Error(`${origin}: ${error.message}`)))
    asked.end(body)
  })
}
