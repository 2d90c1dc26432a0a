import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { standardStack } from '../../layers/standard-stack.ts'
import type { Backend } from '../backend.ts'
import { describeBackend } from '../conformance/describe-backend.ts'
import { localDescriptor } from '../local/index.ts'
import { createMemoryBackend } from '../memory/index.ts'
import { rights } from './rights.ts'
import { createScopedBackend } from './scoped-backend.ts'

const { signal } = new AbortController()

function windowOnto(below: Backend, path: string): Backend {
  const window = createScopedBackend(below, { mount: 'below', path, allow: rights })
  const scoped = standardStack(window, { mount: 'window', readOnly: false, isRemote: false })
  return {
    ...scoped,
    async close() {
      await scoped.close()
      await below.close()
    },
  }
}

describeBackend('a window onto memory with versions', {
  row: { type: 'scoped', server: 'memory' },
  async open() {
    const memory = createMemoryBackend({ versions: true })
    await memory.makeFolder('deep', { signal })
    await memory.makeFolder('deep/er', { signal })
    return { backend: windowOnto(memory, 'deep/er') }
  },
})

describeBackend('a window onto a folder of this computer', {
  async open() {
    const folder = await mkdtemp(join(tmpdir(), 'portolan-window-'))
    await mkdir(join(folder, 'deep'))
    const again = async () => windowOnto(await localDescriptor.open({ path: folder }, {}, { signal }), 'deep')
    return { backend: await again(), again, tidy: () => rm(folder, { recursive: true }) }
  },
})
