import { azurite } from '../../core/backends/azure/testing/service.ts'
import { createTestContainer } from '../../core/backends/azure/testing/test-container.ts'
import { refusedNames } from '../../core/backends/azure/testing/refused-names.ts'
import { describeBackend } from '../../core/backends/conformance/describe-backend.ts'
import { openRemoteMount } from './remote-mount.test-support.ts'

// one transport is enough here: what differs between them is shown with local mounts, quickly
describeBackend('an azure mount over the wire', {
  refusedNames,
  async open() {
    const service = await azurite()
    const container = await createTestContainer(service)
    const config = { name: 'container', type: 'azure', container: container.name, ...service }
    const remote = await openRemoteMount('message port', 'container', [config])
    return {
      backend: remote.backend,
      fill: (paths) => container.fill(paths),
      async tidy() {
        await remote.tidy()
        await container.remove()
      },
    }
  },
})
