/** The thread of a plugin, seen from the host: started when it is needed, ended when it hangs, started anew afterwards. */
import { MessageChannel, Worker } from 'node:worker_threads'
import { StorageError } from '../../contract/failure.ts'
import { cleanEnv } from '../../lib/clean-env.ts'
import { streamCallsOf } from '../../lib/call-shape.ts'
import { type Client, type Connection, createConnection } from '../../rpc/client.ts'
import { createPortChannel, portOfEventTarget } from '../../rpc/transports/message-port.ts'
import { type PluginCalls, pluginCalls } from './plugin-calls.ts'
import threadPath from './plugin-thread.ts?modulePath'

export interface PluginThread {
  /** Calls it. What it had open is gone when it was started anew; `run` tells one from the next. */
  call<T>(work: (client: Client<PluginCalls>) => Promise<T>): Promise<T>
  /** For answers that are streams. */
  client(): Client<PluginCalls>
  /** Number of the present run, or of the next one when it does not run. */
  run(): number
  /** Wording for a call that broke off because the thread ended. */
  shown(error: unknown): unknown
  end(): Promise<void>
}

export interface PluginThreadOptions {
  readonly name: string
  readonly path: string
  /** How long it may be busy without answering. */
  readonly patienceMs?: number
}

interface Running {
  readonly worker: Worker
  readonly connection: Connection<PluginCalls>
  readonly watch: NodeJS.Timeout
}

const heapMb = 512
const alsoKept = ['HOME', 'USERPROFILE', 'TZ', 'HTTP_PROXY', 'HTTPS_PROXY']

export function createPluginThread({ name, path, patienceMs = 10_000 }: PluginThreadOptions): PluginThread {
  let running: Running | undefined
  let runs = 0

  function started(): Running {
    if (running) return running
    const { port1, port2 } = new MessageChannel()
    const worker = new Worker(threadPath, {
      workerData: { port: port2, path, name },
      transferList: [port2],
      env: cleanEnv(process.env, alsoKept),
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
      stdout: true,
      stderr: true,
    })
    const connection = createConnection<PluginCalls>(
      streamCallsOf(pluginCalls),
      createPortChannel(portOfEventTarget(port1)),
    )
    const mine: Running = { worker, connection, watch: watch(() => mine) }
    const ended = () => void forget(mine)
    worker.once('error', ended).once('exit', ended)
    worker.stdout.resume()
    worker.stderr.resume()
    worker.unref()
    runs += 1
    running = mine
    return mine
  }

  /** A thread that is stuck answers nothing, also no question that takes no work. */
  function watch(of: () => Running): NodeJS.Timeout {
    let asked = false
    async function look() {
      if (asked) return forget(of())
      asked = true
      await of().connection.client.plugin.ping({})
      asked = false
    }
    return setInterval(() => void look().catch(() => {}), patienceMs / 2).unref()
  }

  async function forget(ended: Running): Promise<void> {
    if (running === ended) running = undefined
    clearInterval(ended.watch)
    ended.connection.close()
    await ended.worker.terminate().catch(() => 0)
  }

  function shown(error: unknown): unknown {
    if (!(error instanceof StorageError) || error.failure.kind !== 'disconnected') return error
    return new StorageError(
      {
        kind: 'unreachable',
        message: `The plugin “${name}” stopped answering and was ended. It is started again at the next try.`,
        operation: 'plugin',
        retry: 'later',
      },
      { cause: error },
    )
  }

  return {
    async call(work) {
      try {
        return await work(started().connection.client)
      } catch (error) {
        throw shown(error)
      }
    },
    client: () => started().connection.client,
    run: () => (running ? runs : runs + 1),
    shown,
    async end() {
      if (running) await forget(running)
    },
  }
}
