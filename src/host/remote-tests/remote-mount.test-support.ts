import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contract } from '../../contract/contract.ts'
import type { Backend } from '../../core/backends/backend.ts'
import { createRemoteBackend } from '../../core/backends/conformance/remote-backend.ts'
import { streamCallsOf } from '../../lib/call-shape.ts'
import { createConnection } from '../../rpc/client.ts'
import { serveChannel } from '../../rpc/server.ts'
import { closePairs, openPair, type TransportName } from '../../rpc/transports/pairs.test-support.ts'
import { createHost } from '../create-host.ts'

export interface RemoteMount {
  readonly backend: Backend
  tidy(): Promise<void>
}

/** Opens one mount of a separate host over a transport. `configs` is the content of its mounts file. */
export async function openRemoteMount(
  transport: TransportName,
  mount: string,
  configs: readonly object[],
): Promise<RemoteMount> {
  const base = await mkdtemp(join(tmpdir(), 'portolan-remote-'))
  for (const folder of ['home', 'config', 'trash']) await mkdir(join(base, folder))
  await writeFile(join(base, 'config', 'mounts.yaml'), JSON.stringify(configs), { mode: 0o600 })
  let trashed = 0
  const host = await createHost({
    version: '0.0.0',
    configFolder: join(base, 'config'),
    dataFolder: join(base, 'data'),
    homeFolder: join(base, 'home'),
    env: {},
    trashItem: (path) => rename(path, join(base, 'trash', String((trashed += 1)))),
  })
  async function tidy() {
    await closePairs()
    await host.close()
    await rm(base, { recursive: true })
  }
  try {
    const [near, far] = await openPair(transport)
    serveChannel(contract, host.handlers, far)
    const { client } = createConnection<typeof contract>(streamCallsOf(contract), near)
    return { backend: await createRemoteBackend(client, mount), tidy }
  } catch (error) {
    await tidy()
    throw error
  }
}
