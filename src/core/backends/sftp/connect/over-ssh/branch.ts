/** Another SFTP session over a connection that an `ssh` process has already made. */
import { pause } from '../../../../../lib/flow/pause.ts'
import { unlessAborted } from '../../../../../lib/flow/unless-aborted.ts'
import type { Connection } from '../connection.ts'
import { ConnectionLostError } from '../../wire/exchange.ts'
import { createSession } from '../../wire/session.ts'
import { runOverSsh, sharedArguments, type SshPlace } from './run.ts'
import { end, startSsh } from './start-ssh.ts'

/** How long to wait for the main connection to report its loss, because it may know more about the cause. */
const tellMs = 100

export interface BranchPlace extends SshPlace {
  readonly folder: string
  /** Resolves when the main connection is lost. */
  readonly lost: Promise<ConnectionLostError>
}

/** Opens the session. Throws a `ConnectionLostError` if the server allows no second one. */
export async function branchOf(place: BranchPlace, signal: AbortSignal, withinMs: number): Promise<Connection> {
  const { host, environment, folder, lost } = place
  let said = ''
  const ssh = await startSsh(
    [...sharedArguments(place), '-s', '--', host, 'sftp'],
    environment,
    folder,
    (text) => (said = (said + text).slice(-1000)),
  )
  const ended = ssh.ended.then(async (error) => {
    const own = new ConnectionLostError(error?.message ?? (said.trim() || 'ssh ended'))
    return Promise.race([lost, pause(tellMs, AbortSignal.timeout(tellMs * 2)).then(() => own)])
  })
  try {
    const gone = Promise.race([ended, lost]).then((error) => Promise.reject(error))
    const opening = Promise.race([createSession(ssh.channel), gone])
    const session = await unlessAborted(opening, AbortSignal.any([signal, AbortSignal.timeout(withinMs)]))
    void ended.then(session.fail)
    return {
      session,
      run: (command, running) => runOverSsh(place, command, running),
      close: () => end(ssh),
    }
  } catch (error) {
    ssh.kill('SIGKILL')
    throw error
  }
}
