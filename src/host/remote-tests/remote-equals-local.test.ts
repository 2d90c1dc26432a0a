/** Every mount behaves the same over a connection. Mounts that need a server have their own files next to this one. */
import { describeBackend } from '../../core/backends/conformance/describe-backend.ts'
import { transportNames } from '../../rpc/transports/pairs.test-support.ts'
import { openRemoteMount } from './remote-mount.test-support.ts'

const configs = [{ name: 'kept', type: 'memory', versions: true }]

// The memory mount has every facet, so it shows anything that a transport loses.
for (const transport of transportNames) {
  describeBackend(`a memory mount over ${transport}`, { open: () => openRemoteMount(transport, 'kept', configs) })
}
describeBackend('a local mount over websocket', { open: () => openRemoteMount('websocket', 'Home', configs) })
