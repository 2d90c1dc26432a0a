import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { standardStack } from '../../layers/standard-stack.ts'
import { describeBackend } from '../conformance/describe-backend.ts'
import { openWebdav } from './index.ts'
import { startApache, whyNoApache } from './testing/apache-server.ts'
import { startRcloneServer, whyNoRclone } from './testing/rclone-server.ts'
import type { DavTestServer } from './testing/server-process.ts'

const { signal } = new AbortController()
const missing = await whyNoRclone()
const isCi = Boolean(process.env.CI) && process.env.CI !== 'false'

describe.runIf(missing === undefined)('rclone’s server', () => {
  let server: DavTestServer
  beforeAll(async () => {
    server = await startRcloneServer()
  })
  afterAll(() => server.stop())

  describeBackend('webdav in the standard layers', {
    row: { type: 'webdav', server: 'rclone serve webdav; Apache’s mod_dav' },
    async open() {
      const config = await server.ground()
      const again = async () =>
        standardStack(await openWebdav(config, { signal }), { mount: 'webdav', readOnly: false })
      return { backend: await again(), again }
    },
  })
})

const noApache = whyNoApache()

describe.runIf(noApache === undefined)('Apache', () => {
  let server: DavTestServer
  beforeAll(async () => {
    server = await startApache()
  })
  afterAll(() => server.stop())

  describeBackend('webdav in the standard layers', {
    async open() {
      const config = await server.ground()
      const again = async () =>
        standardStack(await openWebdav(config, { signal }), { mount: 'webdav', readOnly: false })
      // Apache shows new files of its folder at once
      const fill = async (paths: readonly string[]) => {
        for (const path of paths) await writeFile(join(server.files, config.path, path), '')
      }
      return { backend: await again(), again, fill }
    },
  })
})

describe.runIf(missing !== undefined)('rclone’s server', () => {
  it('is installed in continuous integration', (context) => {
    context.skip(!isCi || process.platform === 'win32', `webdav was not tested: ${missing}`)
    expect(missing).toBeUndefined()
  })
})
