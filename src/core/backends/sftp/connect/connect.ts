/**
 * Makes connections, with the user's own `ssh` if possible, which then uses a processor of its own; otherwise in this
 * program.
 */
import type { Said } from '../../../../contract/sentences/said.ts'
import { StorageError } from '../../../../contract/failure.ts'
import type { SftpConfig } from '../config.ts'
import type { Connection, ConnectOptions } from './connection.ts'
import { connectOverSsh } from './over-ssh/connect-over-ssh.ts'
import { UnusableSshError } from './over-ssh/ssh-log.ts'
import { whyNotOverSsh } from './over-ssh/why-not.ts'

/** Set when this computer's `ssh` turned out to be unusable, so that it is not tried again for each connection. */
let unusable: UnusableSshError | undefined

/** Connects to a server. Throws failures of `sftp.connect`: `unreachable`, `timeout`, `sign-in`, `unsupported`. */
export async function connect(config: SftpConfig, options: ConnectOptions, signal: AbortSignal): Promise<Connection> {
  const reason = unusable?.why ?? whyNotOverSsh(config)
  if (reason === undefined) {
    try {
      return await connectOverSsh(config, options, signal)
    } catch (error) {
      if (!(error instanceof UnusableSshError)) throw error
      unusable = error
      if (config.transport === 'ssh') throw unsupported(error.why, error.detail)
    }
  } else if (config.transport === 'ssh') throw unsupported(reason, unusable?.detail)
  const { connectBuiltIn } = await import('./built-in.ts')
  return connectBuiltIn(config, options, signal)
}

function unsupported(why: Said, detail?: string): StorageError {
  return new StorageError({
    kind: 'unsupported',
    ...why,
    operation: 'sftp.connect',
    ...(detail !== undefined && { detail }),
  })
}
