import { azurite } from '../core/backends/azure/testing/service.ts'
import { createTestContainer } from '../core/backends/azure/testing/test-container.ts'
import { refusedNames } from '../core/backends/azure/testing/refused-names.ts'
import { describeBackend } from '../core/backends/conformance/describe-backend.ts'
import { transportNames } from '../rpc/transports/pairs.test-support.ts'
import { openRemoteMount } from './remote-mount.test-support.ts'

for (const transport of transportNames) {
  describeBackend(`an azure mount over ${transport}`, {
    refusedNames,
    async open() {
      const service = await azurite()
      const container = await createTestContainer(service)
      const config = { name: 'container', type: 'azure', container: container.name, ...service }
      const remote = await openRemoteMount(transport, 'container', [config])
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
}
