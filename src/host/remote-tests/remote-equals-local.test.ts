/** Every mount keeps the same promises remotely. Those that need a server have files of their own beside this one. */
import { describeBackend } from '../../core/backends/conformance/describe-backend.ts'
import { transportNames } from '../../rpc/transports/pairs.test-support.ts'
import { openRemoteMount } from './remote-mount.test-support.ts'

const configs = [{ name: 'kept', type: 'memory', versions: true }]

// the memory mount has every facet, so it is the one that shows what a transport loses
for (const transport of transportNames) {
  describeBackend(`a memory mount over ${transport}`, { open: () => openRemoteMount(transport, 'kept', configs) })
}
describeBackend('a local mount over websocket', { open: () => openRemoteMount('websocket', 'Home', configs) })
