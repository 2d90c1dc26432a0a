import { fork } from 'node:child_process'
import { StorageError } from '../../contract/failure.ts'
import { unlessAborted } from '../../lib/flow/unless-aborted.ts'
import type { Waits } from '../backends/backend.ts'
import keychainProcess from './keychain-process.ts?modulePath'
import { type KeychainAnswer, type KeychainTask, runKeychainTask } from './keychain-task.ts'

export interface AskOptions extends Waits {
  readonly limitMs: number
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * Queries the keychain in a separate process that can be killed. A thread that waits for an unanswered prompt would
 * keep the program from ending. Electron's processes can't start such a process; there, the desktop app ends the host
 * process anyway.
 */
export async function askKeychain(task: KeychainTask, { signal, limitMs, env }: AskOptions): Promise<KeychainAnswer> {
  signal.throwIfAborted()
  const timeUp = AbortSignal.timeout(limitMs)
  const either = AbortSignal.any([signal, timeUp])
  try {
    return await (process.versions['electron'] === undefined
      ? askProcess(task, env, either)
      : unlessAborted(runKeychainTask(task), either))
  } catch (error) {
    signal.throwIfAborted()
    if (timeUp.aborted) return { error: `no answer within ${Math.round(limitMs / 1000)} s` }
    if (error instanceof StorageError) throw error
    return { error: (error as Error).message }
  }
}

async function askProcess(task: KeychainTask, env: AskOptions['env'], signal: AbortSignal): Promise<KeychainAnswer> {
  const child = fork(keychainProcess, {
    execArgv: [],
    env: { ...env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  try {
    const answer = new Promise<KeychainAnswer>((resolve, reject) => {
      child.once('message', (message) => resolve(message as KeychainAnswer))
      child.once('error', reject)
      child.once('exit', (code) => reject(new Error(`the keychain’s process ended with ${code}`)))
    })
    child.send(task, (error) => void (error && child.kill('SIGKILL')))
    return await unlessAborted(answer, signal)
  } finally {
    child.kill('SIGKILL')
    await ended
  }
}
