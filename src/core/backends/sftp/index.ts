/**
 * Folders on SSH servers. The transport is the user's own `ssh` or the `ssh2` package (`connect.ts`). The file protocol
 * in `wire/` is ours, so that names keep their bytes, and requests are as large and as many as the server accepts.
 * Nothing outside the mount's folder is reached.
 */
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Backend, Waits } from '../backend.ts'
import type { BackendDescriptor } from '../descriptor.ts'
import { unlessAborted } from '../../../lib/flow/unless-aborted.ts'
import { bulkOf } from './bulk/bulk.ts'
import { sftpCapabilities } from './capabilities.ts'
import { createChecksums } from './read/checksums.ts'
import { sftpChoices } from './connect/choices.ts'
import { connect } from './connect/connect.ts'
import type { ConnectOptions } from './connect/connection.ts'
import { serverOf, type SftpConfig, sftpConfigSchema, userOf } from './config.ts'
import { kindOf } from './read/facts.ts'
import { failingAs, refuse } from './failures/failures.ts'
import { defaultKnownHostsFiles } from './host-key/host-key.ts'
import { importSftp } from './connect/import.ts'
import {
  createConnections,
  defaultConnections,
  type Connections,
  type ConnectionsOptions,
} from './connect/connections.ts'
import { listFolder } from './read/list.ts'
import { makeFolder } from './write/make-folder.ts'
import { recogniseSftp } from './connect/paste.ts'
import { changeProperties, readProperties } from './write/properties.ts'
import { changePermissions, readPermissions } from './write/permissions.ts'
import { realWayOf, serverPathOf } from './paths/resolve-path.ts'
import { readFile } from './read/read.ts'
import { removeEntry } from './write/remove.ts'
import { renameEntry } from './write/rename.ts'
import { isKeyText } from './connect/sign-in.ts'
import { readSpace } from './read/space.ts'
import { stagingOf } from './write/staging.ts'
import { statEntry } from './read/stat.ts'
import type { ServerPath } from './wire/packet.ts'
import type { SftpSession } from './wire/session.ts'
import { writeFile } from './write/write.ts'

export const sftpDescriptor: BackendDescriptor<SftpConfig> = {
  type: 'sftp',
  group: 'servers',
  hint: 'SFTP',
  config: sftpConfigSchema,
  secretKeys: ['password', 'passphrase', 'privateKey'],
  isSecret: (key, value) => key !== 'privateKey' || isKeyText(value),
  choices: sftpChoices,
  recognise: recogniseSftp,
  importable: importSftp,
  open: (config, _deps, { signal }) => openSftp(config, {}, signal),
}

export type SftpOptions = Partial<ConnectOptions & ConnectionsOptions>

/** Signs in and finds the mount's folder. The options are for tests and replace facts of the user's computer. */
export async function openSftp(config: SftpConfig, options: SftpOptions, signal: AbortSignal): Promise<Backend> {
  const connectOptions: ConnectOptions = { ...defaultConnect(), ...options }
  const connections = createConnections((ended) => connect(config, connectOptions, ended), {
    ...defaultConnections,
    ...options,
  })
  try {
    const session = await connections.short(signal)
    const root = await unlessAborted(
      failingAs('sftp.open', config.path, () => findRoot(session, config)),
      signal,
    )
    const store = `sftp ${userOf(config)}@${serverOf(config)}`.toLowerCase()
    return backendOf(connections, { root, store }, await unlessAborted(sftpCapabilities(session, root), signal))
  } catch (error) {
    await connections.close()
    throw error
  }
}

function defaultConnect(): ConnectOptions {
  return {
    knownHostsFiles: defaultKnownHostsFiles(),
    sshConfigFiles: [join(homedir(), '.ssh', 'config'), '/etc/ssh/ssh_config'],
    agentSocket: process.platform === 'win32' ? String.raw`\\.\pipe\openssh-ssh-agent` : process.env.SSH_AUTH_SOCK,
    reachMs: 10_000,
    signInMs: 20_000,
    keepAliveMs: 15_000,
  }
}

/** A path that does not begin with a slash, or begins with `~`, is relative to the user's home folder on the server. */
async function findRoot(session: SftpSession, { path }: SftpConfig): Promise<ServerPath> {
  const written = path.replace(/^~(?=$|\/)\/?/, '')
  const root = await session.realPath(written === '' ? '.' : Buffer.from(written).toString('latin1'))
  if (kindOf(await session.stat(root)) === 'folder') return root
  throw refuse('not-a-folder', 'store.not-a-folder', 'sftp.open', path)
}

interface Place {
  readonly root: ServerPath
  /** Identifies the server and its user. */
  readonly store: string
}

function backendOf(connections: Connections, { root, store }: Place, capabilities: Backend['capabilities']): Backend {
  /** A request that was sent cannot be cancelled, so a caller that aborts does not wait for its end. */
  async function ask<T>({ signal }: Waits, work: (session: SftpSession) => Promise<T>): Promise<T> {
    const session = await connections.short(signal)
    return unlessAborted(work(session), signal)
  }

  return {
    capabilities,
    async *list(path, options) {
      yield* listFolder(await connections.short(options.signal), root, path, options)
    },
    stat: (path, options) => ask(options, (session) => statEntry(session, root, path)),
    read: (path, options) => readFile(connections, root, path, options),
    write: (path, body, options) => writeFile(connections, root, path, body, options),
    makeFolder: (path, options) => ask(options, (session) => makeFolder(session, root, path)),
    remove: (path, options) => ask(options, (session) => removeEntry(session, root, path)),
    rename: {
      rename: (from, to, options) => ask(options, (session) => renameEntry(session, root, from, to, options)),
    },
    identity: {
      identify: (path, options) =>
        ask(options, async (session) => ({
          store,
          path: await realWayOf(session, serverPathOf(root, path, 'sftp.identity')),
          isOnlyPath: true,
        })),
    },
    properties: {
      read: (path, options) => ask(options, (session) => readProperties(session, root, path)),
      change: (path, changes, options) =>
        ask(options, (session) => changeProperties(session, root, path, changes, capabilities)),
    },
    permissions: {
      read: (path, options) => ask(options, (session) => readPermissions(session, root, path)),
      change: (path, to, options) => ask(options, (session) => changePermissions(session, root, path, to)),
    },
    staging: stagingOf(connections, root),
    bulk: bulkOf(connections, root),
    checksums: { checksums: createChecksums(connections, root) },
    ...(capabilities.facets.includes('space') && {
      space: { space: (path, options) => ask(options, (session) => readSpace(session, root, path)) },
    }),
    close: () => connections.close(),
  }
}
