import { standardStack } from '../../layers/standard-stack.ts'
import type { Backend } from '../backend.ts'
import { describeBackend } from '../conformance/describe-backend.ts'
import type { Ground } from '../conformance/harness.ts'
import { keyPrefixOf } from './config.ts'
import { openAzure } from './index.ts'
import { refusedNames } from './testing/refused-names.ts'
import { azurite } from './testing/service.ts'
import { createTestContainer } from './testing/test-container.ts'

const { signal } = new AbortController()
interface Mounted {
  readonly prefix?: string
  /** Mounts the whole account; the tests use one container of it. */
  readonly wrap?: (backend: Backend) => Backend
}

/** Opens a mount of a new container for each test. */
async function open({ prefix, wrap = (backend) => backend }: Mounted): Promise<Ground> {
  const service = await azurite()
  const container = await createTestContainer(service)
  const config = { ...service, container: container.name, ...(prefix !== undefined && { prefix }) }
  const again = async () => wrap(await openAzure(config, { signal }))
  return {
    backend: await again(),
    again,
    fill: (paths) => container.fill(paths.map((path) => `${keyPrefixOf(config)}${path}`)),
    tidy: () => container.remove(),
  }
}

describeBackend('azure', {
  row: { type: 'azure', server: 'Azurite; recorded answers for versions' },
  open: () => open({}),
  refusedNames,
})
describeBackend('azure, a prefix in the standard layers', {
  open: () =>
    open({
      prefix: 'some//odd/prefix',
      wrap: (backend) => standardStack(backend, { mount: 'azure', readOnly: false }),
    }),
  refusedNames,
})
