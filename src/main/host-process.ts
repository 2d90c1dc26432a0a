/** The host process: builds the host when told to, then answers each window's port. It ends with the main process. */
import { contract } from '../contract/contract.ts'
import { createHost } from '../host/create-host.ts'
import type { Host } from '../host/host.ts'
import { createUntrash } from '../host/trash/untrash-item.ts'
import { streamCallsOf } from '../lib/call-shape.ts'
import { createConnection } from '../rpc/client.ts'
import { serveChannel } from '../rpc/server.ts'
import { createPortChannel, portOfEmitter } from '../rpc/transports/message-port.ts'
import { desktopContract } from './desktop-contract.ts'
import type { HostFacts, ToHostProcess } from './host-messages.ts'

let host: Promise<Host> | undefined

process.parentPort.on('message', ({ data, ports }) => {
  const [port] = ports
  void handle(data as ToHostProcess, port)
})

async function handle(message: ToHostProcess, port: Electron.MessagePortMain | undefined) {
  if (message.type === 'start' && port) host = startHost(message.facts, port)
  if (message.type === 'window' && port && host) {
    const { handlers } = await host // This comes first, because a channel delivers as soon as it is created.
    serveChannel(contract, handlers, createPortChannel(portOfEmitter(port)), {
      onFault: (error, method) => console.error(method, error),
    })
  }
  if (message.type === 'close') {
    await (await host)?.close()
    process.exit(0)
  }
}

async function startHost(facts: HostFacts, port: Electron.MessagePortMain): Promise<Host> {
  const { client } = createConnection<typeof desktopContract>(
    streamCallsOf(desktopContract),
    createPortChannel(portOfEmitter(port)),
  )
  const untrashItem = createUntrash({ platform: process.platform, env: process.env, homeFolder: facts.homeFolder })
  return createHost({
    ...facts,
    env: process.env,
    trashItem: async (path) => void (await client.desktop.trashItem({ path })),
    ...(untrashItem && { untrashItem }),
    showInFolder: async (path) => void (await client.desktop.showInFolder({ path })),
    desktop: {
      chooseFolder: async () => (await client.desktop.chooseFolder({})).path,
      openPath: async (path) => void (await client.desktop.openPath({ path })),
      dragOut: async (paths) => void (await client.desktop.dragOut({ paths: [...paths] })),
      notify: async (message) => void (await client.desktop.notify(message)),
      showProgress: async (progress) => void (await client.desktop.showProgress(progress)),
    },
  })
}
