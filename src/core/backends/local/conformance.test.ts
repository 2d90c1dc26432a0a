import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { standardStack } from '../../layers/standard-stack.ts'
import type { Backend } from '../backend.ts'
import { describeBackend } from '../conformance/describe-backend.ts'
import type { Ground, Harness } from '../conformance/harness.ts'
import { localDescriptor } from './index.ts'

const { signal } = new AbortController()

async function open(wrap: (backend: Backend) => Backend): Promise<Ground> {
  const base = await mkdtemp(join(tmpdir(), 'portolan-local-'))
  await mkdir(join(base, 'root'))
  await mkdir(join(base, 'trash'))
  let trashed = 0
  const trashItem = (path: string) => rename(path, join(base, 'trash', String((trashed += 1))))
  const again = async () => wrap(await localDescriptor.open({ path: join(base, 'root') }, { trashItem }, { signal }))
  return { backend: await again(), again, tidy: () => rm(base, { recursive: true }) }
}

const windowsNames = 'https://learn.microsoft.com/windows/win32/fileio/naming-a-file'
const refusedNames: NonNullable<Harness['refusedNames']> =
  process.platform === 'win32'
    ? Object.fromEntries(
        [
          'a space behind',
          'a dot behind',
          'three dots',
          'quotes',
          'a new line',
          'a tab',
          'a backslash',
          'a colon',
          'a star and question mark',
          'brackets and pipes',
          'a word Windows keeps',
        ].map((name) => [name, windowsNames]),
      )
    : {}

describeBackend('local', { refusedNames, open: () => open((backend) => backend) })
describeBackend('local in the standard layers', {
  row: { type: 'local', page: 'files', server: 'this computer' },
  refusedNames,
  open: () => open((backend) => standardStack(backend, { mount: 'local', readOnly: false })),
})
