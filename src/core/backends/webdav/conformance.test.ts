import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { standardStack } from '../../layers/standard-stack.ts'
import { describeBackend } from '../conformance/describe-backend.ts'
import { openWebdav } from './index.ts'
import { type RcloneServer, startRcloneServer, whyNoRclone } from './testing/rclone-server.ts'

const { signal } = new AbortController()
const missing = await whyNoRclone()
const isCi = Boolean(process.env.CI) && process.env.CI !== 'false'

describe.runIf(missing === undefined)('rclone’s server', () => {
  let server: RcloneServer
  beforeAll(async () => {
    server = await startRcloneServer()
  })
  afterAll(() => server.stop())

  describeBackend('webdav in the standard layers', {
    row: { type: 'webdav', server: 'rclone serve webdav' },
    async open() {
      const config = await server.ground()
      const again = async () =>
        standardStack(await openWebdav(config, { signal }), { mount: 'webdav', readOnly: false })
      return { backend: await again(), again }
    },
  })
})

describe.runIf(missing !== undefined)('rclone’s server', () => {
  it('is there for the suite', (context) => {
    context.skip(!isCi || process.platform === 'win32', `webdav was not tested: ${missing}`)
    expect(missing).toBeUndefined()
  })
})
