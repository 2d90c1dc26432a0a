/** One connection to a server: reached, recognised, signed in, and speaking SFTP. `connect.ts` makes them. */
import type { SftpSession } from '../wire/session.ts'

export interface ConnectOptions {
  readonly knownHostsFiles: readonly string[]
  /** Settings of ssh, those that count most first. */
  readonly sshConfigFiles: readonly string[]
  /** Where the SSH agent listens. */
  readonly agentSocket: string | undefined
  /** To be reached by. */
  readonly reachMs: number
  /** From being reached to the first answer over SFTP. */
  readonly signInMs: number
  /** Between two signs of life; after three without an answer the connection is given up. */
  readonly keepAliveMs: number
}

export interface Connection {
  readonly session: SftpSession
  /** What a command of the server prints; undefined where it may not be run, or fails. */
  run(command: string, signal: AbortSignal): Promise<string | undefined>
  /** Another conversation over the same connection, where that can be: it costs no sign-in, and ends with the connection. */
  branch?(signal: AbortSignal): Promise<Connection>
  close(): Promise<void>
}
