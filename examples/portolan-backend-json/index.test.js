import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeBackend } from 'portolan/conformance'
import * as tools from 'portolan/plugin'
import plugin from './index.js'

const { backends } = await plugin(tools)
const { signal } = new AbortController()

describeBackend('json', {
  async open() {
    const folder = await mkdtemp(join(tmpdir(), 'portolan-json-'))
    const again = () => backends[0].open({ file: join(folder, 'files.json') }, { signal })
    return { backend: await again(), again, tidy: () => rm(folder, { recursive: true }) }
  },
})
