import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { standardStack } from '../../layers/standard-stack.ts'
import { describeBackend } from '../conformance/describe-backend.ts'
import type { Ground } from '../conformance/harness.ts'
import { shelfDescriptor } from './index.ts'

const { signal } = new AbortController()

async function open(): Promise<Ground> {
  const base = await mkdtemp(join(tmpdir(), 'portolan-shelf-'))
  await mkdir(join(base, 'root'))
  const again = async () => {
    const backend = await shelfDescriptor.open({ path: join(base, 'root') }, {}, { signal })
    return standardStack(backend, { mount: 'shelf', readOnly: false, isRemote: false })
  }
  return { backend: await again(), again, tidy: () => rm(base, { recursive: true }) }
}

describeBackend('shelf in the standard layers', {
  row: { type: 'shelf', server: 'this computer' },
  open,
})
