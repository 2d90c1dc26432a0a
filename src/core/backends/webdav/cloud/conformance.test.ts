import { mkdir, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe } from 'vitest'
import { standardStack } from '../../../layers/standard-stack.ts'
import { describeBackend } from '../../conformance/describe-backend.ts'
import { openWebdav } from '../index.ts'
import { type CloudStandIn, startCloud } from '../testing/cloud/stand-in.ts'

const { signal } = new AbortController()

describe('a stand-in for Nextcloud', () => {
  let server: CloudStandIn
  let count = 0
  beforeAll(async () => {
    server = await startCloud()
  })
  afterAll(() => server.stop())

  describeBackend('webdav in the standard layers', {
    row: { type: 'webdav', variant: 'Nextcloud', server: 'stand-in of the documented answers' },
    async open() {
      const config = server.config(`ground ${(count += 1)}`)
      await mkdir(server.files.at(config.path))
      const again = async () =>
        standardStack(await openWebdav(config, { signal }), { mount: 'webdav', readOnly: false })
      const fill = async (paths: readonly string[]) => {
        for (const path of paths) await writeFile(server.files.at(`${config.path}/${path}`), '')
      }
      return { backend: await again(), again, fill }
    },
  })
})
