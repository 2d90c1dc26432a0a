import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { describeBackend } from '../../core/backends/conformance/describe-backend.ts'
import { type Sshd, startSshd, whyNoSshd } from '../../core/backends/sftp/testing/sshd.ts'
import { openRemoteMount } from './remote-mount.test-support.ts'

// whether it has to be there is decided by the suite beside the backend
const missing = await whyNoSshd()

describe.runIf(missing === undefined)('OpenSSH, remotely', () => {
  let sshd: Sshd
  beforeAll(async () => {
    sshd = await startSshd()
  })
  afterAll(() => sshd.stop())

  describeBackend('an sftp mount over the wire', {
    async open() {
      const folder = await mkdtemp(join(sshd.files, 'ground-'))
      const hostKey = [...sshd.hostKeys]
      const config = { name: 'server', type: 'sftp', ...sshd.config(folder, { hostKey }) }
      const remote = await openRemoteMount('websocket', 'server', [config])
      return {
        backend: remote.backend,
        async tidy() {
          await remote.tidy()
          await rm(folder, { recursive: true })
        },
      }
    },
  })
})
