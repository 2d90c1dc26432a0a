/** One connection to a server, signed in and ready for SFTP. `connect.ts` makes connections. */
import type { SftpSession } from '../wire/session.ts'

export interface ConnectOptions {
  readonly knownHostsFiles: readonly string[]
  /** The ssh configuration files, in order of precedence. */
  readonly sshConfigFiles: readonly string[]
  /** The path of the SSH agent's socket. */
  readonly agentSocket: string | undefined
  /** The time limit for reaching the server. */
  readonly reachMs: number
  /** The time limit from reaching the server to the first response over SFTP. */
  readonly signInMs: number
  /** The interval of keep-alive messages. After three without a response the connection is closed. */
  readonly keepAliveMs: number
}

export interface Connection {
  readonly session: SftpSession
  /** Runs a command on the server and returns its output. Undefined if the command may not be run or fails. */
  run(command: string, signal: AbortSignal): Promise<string | undefined>
  /**
   * Opens another SFTP session over the same connection, if possible. It needs no sign-in, and ends with the
   * connection.
   */
  branch?(signal: AbortSignal): Promise<Connection>
  close(): Promise<void>
}
