import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { standardStack } from '../../layers/standard-stack.ts'
import type { Backend } from '../backend.ts'
import { describeBackend } from '../conformance/describe-backend.ts'
import type { Ground } from '../conformance/harness.ts'
import { openSftp } from './index.ts'
import { type Sshd, startSshd, whyNoSshd } from './testing/sshd.ts'

const { signal } = new AbortController()
const missing = await whyNoSshd()
const isCi = Boolean(process.env.CI) && process.env.CI !== 'false'

describe.runIf(missing === undefined)('OpenSSH', () => {
  let sshd: Sshd
  beforeAll(async () => {
    sshd = await startSshd()
  })
  afterAll(() => sshd.stop())

  async function open(
    transport: 'ssh' | 'built-in',
    wrap: (backend: Backend) => Backend = (backend) => backend,
  ): Promise<Ground> {
    const folder = await mkdtemp(join(sshd.files, 'ground-'))
    const again = async () => wrap(await openSftp(sshd.config(folder, { transport }), sshd.options, signal))
    return { backend: await again(), again, tidy: () => rm(folder, { recursive: true }) }
  }

  describeBackend('sftp over ssh', { open: () => open('ssh') })
  describeBackend('sftp, built in, in the standard layers', {
    row: { type: 'sftp', server: 'OpenSSH' },
    open: () => open('built-in', (backend) => standardStack(backend, { mount: 'sftp', readOnly: false })),
  })
})

describe.runIf(missing !== undefined)('OpenSSH', () => {
  it('is installed in continuous integration', (context) => {
    context.skip(!isCi || process.platform === 'win32', `sftp was not tested: ${missing}`)
    expect(missing).toBeUndefined()
  })
})
