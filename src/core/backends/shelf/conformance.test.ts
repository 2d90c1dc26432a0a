import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { standardStack } from '../../layers/standard-stack.ts'
import type { Backend } from '../backend.ts'
import { describeBackend } from '../conformance/describe-backend.ts'
import type { Ground } from '../conformance/harness.ts'
import { shelfDescriptor } from './index.ts'

const { signal } = new AbortController()

async function open(wrap: (backend: Backend) => Backend): Promise<Ground> {
  const base = await mkdtemp(join(tmpdir(), 'portolan-shelf-'))
  await mkdir(join(base, 'root'))
  const again = async () => wrap(await shelfDescriptor.open({ path: join(base, 'root') }, {}, { signal }))
  return { backend: await again(), again, tidy: () => rm(base, { recursive: true }) }
}

describeBackend('shelf', { open: () => open((backend) => backend) })
describeBackend('shelf in the standard layers', {
  row: { type: 'shelf', server: 'this computer' },
  open: () => open((backend) => standardStack(backend, { mount: 'shelf', readOnly: false, isRemote: false })),
})
