import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contract } from '../contract/contract.ts'
import { describeBackend } from '../core/backends/conformance/describe-backend.ts'
import type { Ground } from '../core/backends/conformance/harness.ts'
import { createRemoteBackend } from '../core/backends/conformance/remote-backend.ts'
import { createConnection } from '../rpc/client.ts'
import { serveChannel } from '../rpc/server.ts'
import { closePairs, openPair, type TransportName, transportNames } from '../rpc/transports/pairs.test-support.ts'
import { createHost } from './create-host.ts'

/** A mount of a host that is reached over a transport; every mount so keeps the same promises remotely. */
async function openRemote(transport: TransportName, mount: 'Home' | 'scratch' | 'kept'): Promise<Ground> {
  const base = await mkdtemp(join(tmpdir(), 'portolan-remote-'))
  for (const folder of ['home', 'config', 'trash']) await mkdir(join(base, folder))
  await writeFile(
    join(base, 'config', 'mounts.yaml'),
    '- { name: scratch, type: memory }\n- { name: kept, type: memory, versions: true }\n',
  )
  let trashed = 0
  const host = await createHost({
    version: '0.0.0',
    configFolder: join(base, 'config'),
    dataFolder: join(base, 'data'),
    homeFolder: join(base, 'home'),
    env: {},
    trashItem: (path) => rename(path, join(base, 'trash', String((trashed += 1)))),
  })
  const [near, far] = await openPair(transport)
  serveChannel(contract, host.handlers, far)
  const { client } = createConnection(contract, near)
  return {
    backend: await createRemoteBackend(client, mount),
    async tidy() {
      await closePairs()
      await host.close()
      await rm(base, { recursive: true })
    },
  }
}

for (const transport of transportNames) {
  describeBackend(`a local mount over ${transport}`, { open: () => openRemote(transport, 'Home') })
  describeBackend(`a memory mount over ${transport}`, { open: () => openRemote(transport, 'scratch') })
  describeBackend(`a memory mount with versions over ${transport}`, { open: () => openRemote(transport, 'kept') })
}
