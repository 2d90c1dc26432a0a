import { said } from '../../../contract/sentences/said.ts'
import { fork } from 'node:child_process'
import { Worker } from 'node:worker_threads'
import { StorageError } from '../../../contract/failure.ts'
import { cleanEnv } from '../../../lib/clean-env.ts'
import { unlessAborted } from '../../../lib/flow/unless-aborted.ts'
import type { Waits } from '../../backends/backend.ts'
import workerPath from './engine-worker.ts?modulePath'
import type { EngineAnswer, EngineAsk, EngineStart } from './protocol.ts'

/** An engine for one query. */
export interface Engine {
  /** Throws `bad-input` with the engine's message, `unsupported` if the engine is missing, or the signal's reason. */
  ask(ask: EngineAsk): Promise<EngineAnswer>
  /** Ends the engine at once, whatever it is doing. */
  end(): Promise<void>
}

export interface EngineOptions extends Waits {
  /** The program to run in the process, instead of the usual one. */
  readonly program?: string
}

interface Line {
  send(ask: EngineAsk): void
  readonly ended: Promise<string>
  kill(): void
}

/**
 * Starts the engine in a separate process, so that a crash or a kill affects nothing else. Electron's processes can't
 * start such a process; there it is a thread, and the desktop app restarts the host after a crash.
 */
export async function startEngine(
  start: EngineStart,
  { signal, program = workerPath }: EngineOptions,
): Promise<Engine> {
  signal.throwIfAborted()
  let waiting: { resolve(answer: EngineAnswer): void; reject(error: Error): void } | undefined
  const onAnswer = (answer: EngineAnswer) => waiting?.resolve(answer)
  const line =
    process.versions['electron'] === undefined ? startProcess(program, onAnswer) : startThread(program, onAnswer)
  let over: string | undefined
  const onEnd = (how: string) => {
    over = how
    waiting?.reject(lost(how))
  }
  void line.ended.then(onEnd)

  async function ask(request: EngineAsk): Promise<EngineAnswer> {
    const answer = await unlessAborted(
      new Promise<EngineAnswer>((resolve, reject) => {
        if (over !== undefined) return reject(lost(over))
        waiting = { resolve, reject }
        line.send(request)
      }),
      signal,
    )
    if (answer.kind === 'failed') throw failureOfAnswer(answer)
    return answer
  }
  async function end() {
    line.kill()
    await line.ended
  }

  try {
    await ask(start)
    return { ask, end }
  } catch (error) {
    await end()
    throw error
  }
}

function startProcess(program: string, onAnswer: (answer: EngineAnswer) => void): Line {
  const child = fork(program, {
    execArgv: [],
    env: cleanEnv(process.env, ['LD_LIBRARY_PATH']),
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  child.on('message', (message) => onAnswer(message as EngineAnswer))
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, by) => resolve(by ?? `code ${code}`))
  })
  return { send: (ask) => void child.send(ask, () => {}), ended, kill: () => void child.kill('SIGKILL') }
}

function startThread(program: string, onAnswer: (answer: EngineAnswer) => void): Line {
  const worker = new Worker(program, { env: cleanEnv(process.env, ['LD_LIBRARY_PATH']) })
  worker.on('message', onAnswer)
  const ended = new Promise<string>((resolve) => {
    worker.once('error', (error) => resolve(error.message))
    worker.once('exit', (code) => resolve(`code ${code}`))
  })
  return { send: (ask) => worker.postMessage(ask, []), ended, kill: () => void worker.terminate() }
}

const operation = 'tables.query'

function failureOfAnswer({ reason, message }: Extract<EngineAnswer, { kind: 'failed' }>): StorageError {
  if (reason === 'absent') {
    return new StorageError({ kind: 'unsupported', ...said('table.no-engine'), operation })
  }
  if (reason === 'refused') return new StorageError({ kind: 'bad-input', message, operation })
  return new EngineError(message)
}

function lost(how: string): StorageError {
  return new StorageError({
    kind: 'internal',
    ...said('table.engine-ended'),
    operation,
    detail: how,
  })
}

/** An error that the engine reports. */
export class EngineError extends StorageError {
  readonly said: string
  constructor(text: string) {
    super({ kind: 'bad-input', message: firstLine(text), operation, detail: text })
    this.said = text
  }
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? text).replace(/^(\w+ )+Error: /, '')
}
