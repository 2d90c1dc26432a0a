/** Every mount keeps the same promises remotely. Those that need a server have files of their own beside this one. */
import { describeBackend } from '../../core/backends/conformance/describe-backend.ts'
import { transportNames } from '../../rpc/transports/pairs.test-support.ts'
import { openRemoteMount } from './remote-mount.test-support.ts'

const configs = [
  { name: 'scratch', type: 'memory' },
  { name: 'kept', type: 'memory', versions: true },
]

for (const transport of transportNames) {
  const open = (mount: string) => () => openRemoteMount(transport, mount, configs)
  describeBackend(`a local mount over ${transport}`, { open: open('Home') })
  describeBackend(`a memory mount over ${transport}`, { open: open('scratch') })
  describeBackend(`a memory mount with versions over ${transport}`, { open: open('kept') })
}
