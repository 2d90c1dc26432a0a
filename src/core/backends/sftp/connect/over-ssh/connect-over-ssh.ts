/** A connection made by the user's own `ssh`: a separate program with the user's configuration. */
import { said } from '../../../../../contract/sentences/said.ts'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unlessAborted } from '../../../../../lib/flow/unless-aborted.ts'
import { hasSignIn, type SftpConfig } from '../../config.ts'
import type { Connection, ConnectOptions } from '../connection.ts'
import { connectTimeout } from '../../failures/failures.ts'
import { readHostKeyFacts } from '../../host-key/host-key.ts'
import { ConnectionLostError } from '../../wire/exchange.ts'
import { createSession, type SftpSession } from '../../wire/session.ts'
import { connectionArguments, hostKeyArguments, settingsFile } from './arguments.ts'
import { branchOf } from './branch.ts'
import { runOverSsh } from './run.ts'
import { createSshSignIn, type SshSignIn } from './sign-in.ts'
import { contextOf, sshFailure } from './ssh-failure.ts'
import { createSshLog, type SshLog, UnusableSshError } from './ssh-log.ts'
import { end, type RunningSsh, startSsh } from './start-ssh.ts'

/** Does what `connect` of `connect.ts` does. Throws an `UnusableSshError` if this `ssh` cannot do it. */
export async function connectOverSsh(
  config: SftpConfig,
  options: ConnectOptions,
  signal: AbortSignal,
): Promise<Connection> {
  signal.throwIfAborted()
  const folder = await mkdtemp(join(tmpdir(), `portolan-ssh-${process.pid}-`))
  const tidy = () => rm(folder, { recursive: true, force: true })
  let signIn: SshSignIn | undefined
  try {
    signIn = await createSshSignIn(config, options, folder)
    // if only ssh knows how to sign in, a connection that another program has signed in is shared
    const controlPath = hasSignIn(config) || config.hostKey !== undefined ? join(folder, 'shared') : undefined
    const settings = join(folder, 'settings')
    await writeFile(settings, settingsFile(options), { mode: 0o600 })
    const args = [
      ...connectionArguments(config, options, settings, { controlPath }),
      ...(await hostKeyArgumentsOf(config, options)),
      ...signIn.arguments,
    ]
    signal.throwIfAborted()
    const { session, ssh, lost } = await openSession({ config, options, signIn, args, folder, signal })
    const place = { args, host: config.host, controlPath, environment: signIn.environment, folder, lost }
    return {
      session,
      run: (command, running) => runOverSsh(place, command, running),
      branch: (opening) => branchOf(place, opening, options.signInMs),
      async close() {
        await end(ssh)
        await tidy()
      },
    }
  } catch (error) {
    await tidy()
    throw error
  } finally {
    signIn?.close()
  }
}

async function hostKeyArgumentsOf(config: SftpConfig, { knownHostsFiles }: ConnectOptions): Promise<string[]> {
  if (config.hostKey === undefined) return []
  const { revoked } = await readHostKeyFacts(config, knownHostsFiles)
  return hostKeyArguments([config.hostKey].flat(), revoked)
}

interface Opening {
  readonly config: SftpConfig
  readonly options: ConnectOptions
  readonly signIn: SshSignIn
  readonly args: readonly string[]
  readonly folder: string
  readonly signal: AbortSignal
}

interface OpenSession {
  readonly session: SftpSession
  readonly ssh: RunningSsh
  readonly lost: Promise<ConnectionLostError>
}

async function openSession({ config, options, signIn, args, folder, signal }: Opening): Promise<OpenSession> {
  const limit = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const waitFor = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => limit.abort(connectTimeout(contextOf(config, log, signIn), ms)), ms)
  }
  let isReached = false
  let pid: number | undefined
  const log: SshLog = createSshLog(
    {
      stage() {
        if (!isReached) waitFor(options.signInMs)
        isReached = true
      },
      asked: (text) => signIn.answers.answer(text, pid),
    },
    signIn.answers.mark,
  )
  const ssh = await startSsh([...args, '-s', '--', config.host, 'sftp'], signIn.environment, folder, log.take)
  pid = ssh.pid
  waitFor(options.reachMs)
  const lost = ssh.ended.then((error) => lossOf(error, log))
  try {
    const either = AbortSignal.any([signal, limit.signal])
    const opening = Promise.race([createSession(ssh.channel), lost.then((error) => Promise.reject(error))])
    const session = await unlessAborted(opening, either)
    void lost.then(session.fail)
    return { session, ssh, lost }
  } catch (error) {
    ssh.kill('SIGKILL')
    signal.throwIfAborted()
    if (limit.signal.aborted) throw limit.signal.reason
    const failed = await ssh.ended
    if (failed?.code === 'ENOENT') throw new UnusableSshError(said('sftp.ssh-missing'))
    if (failed) throw new UnusableSshError(said('sftp.ssh-not-started'), failed.message)
    const unusable = log.unusable()
    if (unusable !== undefined) throw unusable
    throw await sshFailure(error as Error, { config, options, log, signIn })
  } finally {
    clearTimeout(timer)
  }
}

function lossOf(error: Error | undefined, log: SshLog): ConnectionLostError {
  const printed = error?.message ?? log.said()
  const isTimeout = /Timeout, server .* not responding/.test(printed)
  return new ConnectionLostError(printed === '' ? 'ssh ended' : printed, { isTimeout })
}
