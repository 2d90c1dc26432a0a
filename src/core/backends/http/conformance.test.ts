import { chmod, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { standardStack } from '../../layers/standard-stack.ts'
import { unescapeName } from '../byte-names.ts'
import { describeBackend } from '../conformance/describe-backend.ts'
import type { Ground, Harness } from '../conformance/harness.ts'
import { createHttpBackend } from './index.ts'
import { startServer, type ServerName, type WebServer, whyNo } from './testing/servers.ts'

const isCi = Boolean(process.env['CI']) && process.env['CI'] !== 'false'

const servers: readonly (readonly [name: ServerName, harness: Omit<Harness, 'open'>])[] = [
  [
    'nginx',
    {
      refusedNames: Object.fromEntries(
        ['a dot before', 'two dots before', 'three dots', 'a name that ends like a stage'].map((what) => [
          what,
          'its index pages leave out what begins with a dot: https://nginx.org/en/docs/http/ngx_http_autoindex_module.html',
        ]),
      ),
    },
  ],
  [
    'python3',
    {
      deviations: {
        'sizes-in-listings': 'its index pages have names only: https://docs.python.org/3/library/http.server.html',
      },
    },
  ],
]

for (const [name, harness] of servers) {
  const missing = whyNo(name)
  describe.runIf(missing === undefined)(`a folder of ${name}`, () => {
    let server: WebServer
    beforeAll(async () => {
      server = await startServer(name, { extra: 'autoindex_format json;' })
    })
    afterAll(() => server.stop())
    describeBackend(`http from ${name}, in the standard layers,`, {
      ...harness,
      ...(name === 'python3' && { row: { type: 'http', server: 'nginx and Python’s http.server' } }),
      open: () => openGround(server),
    })
  })
  describe.runIf(missing !== undefined)(`a folder of ${name}`, () => {
    it('is served in continuous integration', (context) => {
      context.skip(!isCi || process.platform !== 'linux', `http was not tested: ${missing}`)
      expect(missing).toBeUndefined()
    })
  })
}

async function openGround(server: WebServer): Promise<Ground> {
  const folder = await mkdtemp(join(server.folder, 'ground-'))
  await chmod(folder, 0o755)
  const at = (path: string) => {
    const bytes = unescapeName(path) ?? path
    return typeof bytes === 'string' ? join(folder, bytes) : Buffer.concat([Buffer.from(`${folder}/`), bytes])
  }
  const backend = createHttpBackend({ url: `${server.url}${basename(folder)}` })
  return {
    backend: standardStack(backend, { mount: 'web', readOnly: false }),
    outside: {
      async put(path, bytes, { modifiedMs } = {}) {
        await writeFile(at(path), bytes)
        if (modifiedMs !== undefined) await utimes(at(path), modifiedMs / 1000, modifiedMs / 1000)
      },
      putFolder: (path) => mkdir(at(path)),
      remove: (path) => rm(at(path), { recursive: true }),
    },
    async fill(paths) {
      await Promise.all(paths.map((path) => writeFile(at(path), '')))
    },
    tidy: () => rm(folder, { recursive: true }),
  }
}
