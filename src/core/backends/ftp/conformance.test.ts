import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { standardStack } from '../../layers/standard-stack.ts'
import { describeBackend } from '../conformance/describe-backend.ts'
import type { Ground } from '../conformance/harness.ts'
import { openFtp } from './index.ts'
import { type FtpServer, startFtpServer, whyNoFtpServer } from './testing/ftp-server.ts'

const { signal } = new AbortController()
const missing = await whyNoFtpServer()
const isCi = Boolean(process.env.CI) && process.env.CI !== 'false'
const refusedNames = {
  'a new line': 'A command is one line: https://www.rfc-editor.org/rfc/rfc959#section-5.3',
}

describe.runIf(missing === undefined)('pyftpdlib’s server', () => {
  let server: FtpServer
  let count = 0
  beforeAll(async () => {
    server = await startFtpServer({ hasTls: true })
  })
  afterAll(() => server.stop())

  async function open(): Promise<Ground> {
    const path = `/ground ${(count += 1)}`
    await mkdir(join(server.files, path))
    const again = async () =>
      standardStack(await openFtp(server.config(path), {}, signal), { mount: 'ftp', readOnly: false })
    return { backend: await again(), again, tidy: () => rm(join(server.files, path), { recursive: true }) }
  }

  describeBackend('ftp with TLS in the standard layers', {
    row: { type: 'ftp', server: 'pyftpdlib, with TLS' },
    open,
    refusedNames,
  })
})

describe.runIf(missing !== undefined)('pyftpdlib’s server', () => {
  it('is installed in continuous integration', (context) => {
    context.skip(!isCi || process.platform === 'win32', `ftp was not tested: ${missing}`)
    expect(missing).toBeUndefined()
  })
})
