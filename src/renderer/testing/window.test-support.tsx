/** Creates the window's own model over a real host in the same process, with folders of files for one test. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { transferableAbortController } from 'node:util'
import { cleanup } from '@testing-library/react'
import { fetch } from 'undici'
import { afterEach, beforeEach, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { Contract } from '../../contract/contract.ts'
import { connectInProcess } from '../../host/connect-in-process.ts'
import { createHost } from '../../host/create-host.ts'
import type { HostDeps } from '../../host/host.ts'
import type { Client } from '../../rpc/client.ts'
import { createWindow, type WindowModel } from '../app/compose.ts'
import { ignoreLostLine } from '../app/ignore-lost-line.ts'
import { readLayout } from '../app/layout.ts'
import { startOrderWorker, type WindowParts } from '../app/start/parts.ts'
import { createWindowState, say } from '../commands/window-state.ts'
import type { ConnectionState, HostLink } from '../client.ts'
import { createMounts, followMounts } from '../features/mounts/mounts-store.ts'
import { createPreferences, followPreferences } from '../features/settings/preferences.ts'
import { followTransfers } from '../features/transfers/transfers-store.ts'
import { WorkerInThread } from './workers.test-support.ts'

export interface TestWindow {
  readonly model: WindowModel
  readonly client: Client<Contract>
  /** The folder of the mount `Home`. */
  readonly home: string
}

export interface TestWindowOptions {
  /** The files of `Home` with their content. A name that ends with a slash is a folder. */
  readonly files?: Readonly<Record<string, string>>
  /** The content of `mounts.yaml`. */
  readonly mounts?: string
  readonly deps?: Partial<HostDeps>
}

let opened: (() => unknown)[] = []

beforeEach(() => {
  vi.stubGlobal('Worker', WorkerInThread)
  // A single window has no other windows to inform.
  vi.stubGlobal(
    'BroadcastChannel',
    class extends EventTarget {
      postMessage() {}
    },
  )
})

afterEach(async () => {
  cleanup()
  for (const close of opened.toReversed()) await close()
  opened = []
  vi.unstubAllGlobals()
})

// The host needs Node's own classes: its calls do not accept signals of happy-dom, and it sends requests that a page
// may not send.
const own = transferableAbortController()
globalThis.AbortController = own.constructor as typeof AbortController
globalThis.AbortSignal = own.signal.constructor as typeof AbortSignal
globalThis.fetch = fetch as unknown as typeof globalThis.fetch

export async function openTestWindow({ files = {}, mounts, deps }: TestWindowOptions = {}): Promise<TestWindow> {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-window-'))
  const [home, configFolder] = [join(folder, 'home'), join(folder, 'config')]
  opened.push(() => rmSync(folder, { recursive: true, force: true }))
  for (const made of [home, configFolder]) mkdirSync(made)
  if (mounts !== undefined) writeFileSync(join(configFolder, 'mounts.yaml'), mounts)
  writeFiles(home, files)
  const host = await createHost({
    version: '1.2.3',
    configFolder,
    dataFolder: join(folder, 'data'),
    homeFolder: home,
    env: {},
    ...deps,
  })
  opened.push(() => host.close())
  const connection = connectInProcess(host)
  opened.push(() => connection.close())
  const { client } = connection
  const model = createWindow(partsOver(client), readLayout(undefined), {
    left: { mount: 'Home', path: '' },
    right: { mount: 'Home', path: '' },
  })
  await follow(model, client)
  return { model, client, home }
}

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    const full = join(folder, path)
    mkdirSync(path.endsWith('/') ? full : dirname(full), { recursive: true })
    if (!path.endsWith('/')) writeFileSync(full, content)
  }
}

function partsOver(client: Client<Contract>): WindowParts {
  const link: HostLink = {
    state: createStore<ConnectionState>(() => ({ kind: 'connected', epoch: 1 })),
    client: () => client,
    retryNow() {},
  }
  const window = createWindowState()
  const onProblem = (message: string) => say(window, message, { isProblem: true })
  return {
    link,
    window,
    mounts: createMounts(link.client),
    preferences: createPreferences({ client: link.client, onProblem }),
    orderWorkers: { left: startOrderWorker(), right: startOrderWorker() },
  }
}

/** Follows the host in the same way as `openWindow`, while the connection is open. */
async function follow(model: WindowModel, client: Client<Contract>): Promise<void> {
  followMounts(model.mounts).catch(ignoreLostLine)
  followPreferences(model.preferences, model.link.client).catch(ignoreLostLine)
  followTransfers(model.transfers).catch(ignoreLostLine)
  const [list, about] = await Promise.all([client.mounts.list({}), client.host.about({})])
  model.mounts.state.setState({ kind: 'ready', ...list }, true)
  model.window.setState({ about })
}
