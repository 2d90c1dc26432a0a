import type { MessageChannelMain, MessagePortMain, UtilityProcess } from 'electron'
import { type Handlers, serveChannel } from '../rpc/server.ts'
import { createPortChannel, portOfEmitter } from '../rpc/transports/message-port.ts'
import { desktopContract, type DesktopContract } from './desktop-contract.ts'
import type { HostFacts, ToHostProcess } from './host-messages.ts'

export interface SuperviseDeps {
  readonly fork: () => UtilityProcess
  readonly createChannel: () => MessageChannelMain
  readonly facts: HostFacts
  readonly desktopHandlers: Handlers<DesktopContract>
  readonly log: (line: string) => void
}

/** A host process that is restarted after a crash. */
export interface HostSupervisor {
  /** Returns a new connection to the running host. Undefined between two runs; `onRun` then reports the next one. */
  openLine(): MessagePortMain | undefined
  /** Called for each further run. Connections of the previous run are dead. */
  onRun(listener: () => void): void
  close(): Promise<void>
}

/** The delays before the first and each further restart in a row; the last one repeats. */
const restartDelaysMs = [0, 250, 1000, 4000, 10_000]
/** After a run of this length, the next crash counts as the first one. */
const healthyMs = 60_000
const closeTimeoutMs = 5000

export function superviseHost(deps: SuperviseDeps): HostSupervisor {
  let child: UtilityProcess | undefined
  let deaths = 0
  let isClosing = false
  let restart: NodeJS.Timeout | undefined
  let onRun = () => {}
  run()

  function run() {
    const startedAt = Date.now()
    const running = deps.fork()
    const { port1, port2 } = deps.createChannel()
    serveChannel(desktopContract, deps.desktopHandlers, createPortChannel(portOfEmitter(port1)))
    child = running
    send(running, { type: 'start', facts: deps.facts }, port2)
    running.once('exit', (code) => {
      child = undefined
      if (isClosing) return
      if (Date.now() - startedAt > healthyMs) deaths = 0
      const delayMs = restartDelaysMs[Math.min(deaths, restartDelaysMs.length - 1)] ?? 0
      deaths += 1
      deps.log(`The host process ended with ${code}; starting it again${delayMs > 0 ? ` in ${delayMs} ms` : ''}.`)
      restart = setTimeout(() => {
        run()
        onRun()
      }, delayMs)
    })
  }

  return {
    openLine() {
      if (!child) return undefined
      const { port1, port2 } = deps.createChannel()
      send(child, { type: 'window' }, port1)
      return port2
    },
    onRun: (listener) => (onRun = listener),
    async close() {
      isClosing = true
      clearTimeout(restart)
      const running = child
      if (!running) return
      await new Promise<void>((resolve) => {
        const giveUp = setTimeout(() => running.kill(), closeTimeoutMs)
        running.once('exit', () => {
          clearTimeout(giveUp)
          resolve()
        })
        send(running, { type: 'close' })
      })
    },
  }
}

function send(child: UtilityProcess, message: ToHostProcess, port?: MessagePortMain) {
  child.postMessage(message, port ? [port] : [])
}
