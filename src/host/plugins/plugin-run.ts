/**
 * The thread of a plugin as the host sees it. It is started when it is needed, ended when it hangs, and restarted
 * later.
 */
import { MessageChannel, Worker } from 'node:worker_threads'
import { StorageError } from '../../contract/failure.ts'
import { cleanEnv } from '../../lib/clean-env.ts'
import { streamCallsOf } from '../../lib/call-shape.ts'
import { type Client, type Connection, createConnection } from '../../rpc/client.ts'
import { createPortChannel, portOfEventTarget } from '../../rpc/transports/message-port.ts'
import { type PluginCalls, pluginCalls } from './plugin-calls.ts'
import { watchThread } from './watch-thread.ts'
import threadPath from './plugin-thread.ts?modulePath'
import { said, type Said } from '../../contract/sentences/said.ts'

export interface PluginThread {
  /** Calls the thread. After a restart, what it had open is gone; `run` distinguishes the runs. */
  call<T>(work: (client: Client<PluginCalls>) => Promise<T>): Promise<T>
  /** For calls that answer with a stream. */
  client(): Client<PluginCalls>
  /** Returns the number of the current run, or of the next one if it is not running. */
  run(): number
  /** Returns the error to show for a call that was interrupted by the end of the thread. */
  shown(error: unknown): unknown
  /** Returns why the thread was ended, until it answers again. */
  problem(): string | undefined
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
  readonly stopWatching: () => void
}

const heapMb = 512
const alsoKept = ['HOME', 'USERPROFILE', 'TZ', 'HTTP_PROXY', 'HTTPS_PROXY']

export function createPluginThread({ name, path, patienceMs = 10_000 }: PluginThreadOptions): PluginThread {
  let running: Running | undefined
  let runs = 0
  let problem: string | undefined

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
    const stopWatching = watchThread({
      patienceMs,
      ping: () => connection.client.plugin.ping({}),
      onStuck: () => void forget(mine, said('plugin.was-busy', { seconds: patienceMs / 1000 })),
    })
    const mine: Running = { worker, connection, stopWatching }
    worker.once(
      'error',
      ({ message }) => void forget(mine, said('plugin.crashed', { detail: message.replace(/\.$/, '') })),
    )
    worker.once('exit', () => void forget(mine, said('plugin.exited')))
    worker.stdout.resume()
    worker.stderr.resume()
    worker.unref()
    runs += 1
    running = mine
    return mine
  }

  async function forget(ended: Running, why?: Said): Promise<void> {
    if (running === ended) {
      running = undefined
      problem = why?.message
    }
    ended.stopWatching()
    ended.connection.close()
    await ended.worker.terminate().catch(() => 0)
  }

  function shown(error: unknown): unknown {
    if (!(error instanceof StorageError) || error.failure.kind !== 'disconnected') return error
    return new StorageError(
      {
        kind: 'unreachable',
        ...said('plugin.stopped', { name }),
        operation: 'plugin',
        retry: 'later',
      },
      { cause: error },
    )
  }

  return {
    async call(work) {
      try {
        const answer = await work(started().connection.client)
        if (running) problem = undefined
        return answer
      } catch (error) {
        throw shown(error)
      }
    },
    client: () => started().connection.client,
    run: () => (running ? runs : runs + 1),
    shown,
    problem: () => problem,
    async end() {
      if (running) await forget(running)
    },
  }
}
