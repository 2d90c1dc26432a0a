/**
 * Folders of FTP servers, with and without TLS. The client in `wire/` is ours, so that names keep their bytes, bytes
 * are streamed, and a caller that aborts does not wait.
 */
import type { Capabilities } from '../../../contract/capabilities.ts'
import { plainCapabilities } from '../../../contract/derived-capabilities.ts'
import type { Backend } from '../backend.ts'
import type { BackendDescriptor } from '../descriptor.ts'
import { type FtpConfig, ftpConfigSchema, portOf } from './config.ts'
import { ftpChoices } from './connect/choices.ts'
import { connect, type ConnectOptions, defaultConnect } from './connect/connect.ts'
import {
  type Connections,
  type ConnectionsOptions,
  createConnections,
  defaultConnections,
} from './connect/connections.ts'
import { recogniseFtp } from './connect/paste.ts'
import { failingAs, refuse } from './failures/failures.ts'
import { joinServer, serverPath, type ServerPath } from './paths/server-path.ts'
import { listFolder } from './read/list.ts'
import { readFile } from './read/read.ts'
import { look, statEntry } from './read/stat.ts'
import { LineError } from './wire/replies.ts'
import type { FtpSession } from './wire/session.ts'
import { makeFolder, removeEntry, renameEntry } from './write/change.ts'
import { changeProperties, readProperties } from './write/properties.ts'
import { createNameLocks } from '../name-locks.ts'
import { claimsToGoOn, stagingOf } from './write/staging.ts'
import { writeFile } from './write/write.ts'

export const ftpDescriptor: BackendDescriptor<FtpConfig> = {
  type: 'ftp',
  group: 'servers',
  hint: 'FTP',
  config: ftpConfigSchema,
  secretKeys: ['password'],
  choices: ftpChoices,
  recognise: recogniseFtp,
  open: (config, _deps, { signal }) => openFtp(config, {}, signal),
}

export type FtpOptions = Partial<ConnectOptions & ConnectionsOptions>

/** Signs in and finds the mount's folder. The options are for tests. */
export async function openFtp(config: FtpConfig, options: FtpOptions, signal: AbortSignal): Promise<Backend> {
  const connections = createConnections((ended) => connect(config, { ...defaultConnect, ...options }, ended), {
    ...defaultConnections,
    ...options,
  })
  try {
    return await failingAs('ftp.open', config.path, () =>
      connections.with(signal, async (session) =>
        backendOf(
          connections,
          { root: await findRoot(session, config), store: storeOf(config) },
          capabilitiesOf(session),
        ),
      ),
    )
  } catch (error) {
    await connections.close()
    throw error
  }
}

/** A path that does not begin with a slash is relative to the user's home folder on the server. */
async function findRoot(session: FtpSession, { path }: FtpConfig): Promise<ServerPath> {
  const written = Buffer.from(path.replace(/^~(?=$|\/)\/?/, '').replace(/(.)\/+$/, '$1')).toString('latin1')
  const { lines } = await session.ask('PWD')
  const [, quoted] = /"((?:[^"]|"")*)"/.exec(lines.join(' ')) ?? []
  const home = quoted?.replaceAll('""', '"') ?? '/'
  if (!home.startsWith('/')) throw new LineError(`the server’s folder is ${home}`)
  const root = written.startsWith('/') ? written : written === '' ? home : joinServer(home, written)
  if (root === home) return root
  const found = await look(session, root)
  if (found?.kind === 'folder' || found?.kind === 'link') return root
  if (!found) throw refuse('not-found', 'store.not-found', 'ftp.open', path)
  throw refuse('not-a-folder', 'store.not-a-folder', 'ftp.open', path)
}

function capabilitiesOf(session: FtpSession): Capabilities {
  const { features } = session
  const canSetTimes = features.has('MFMT')
  return {
    ...plainCapabilities,
    facets: ['rename', 'properties', 'identity', ...(claimsToGoOn(session) ? (['staging'] as const) : [])],
    entryFacts: /unix\.mode/i.test(features.get('MLST') ?? '') ? ['mode'] : [],
    properties: { changeable: canSetTimes ? ['modifiedMs'] : [], storageClasses: [] },
    hasLinks: true,
    keepsEmptyFolders: true,
    modifiedTime: { canSet: canSetTimes, precisionMs: features.has('MLST') ? 1000 : 60_000 },
    caseSensitive: 'unknown',
    distinguishesUnicodeForms: 'unknown',
    limits: {},
  }
}

function storeOf(config: FtpConfig): string {
  return `ftp ${config.user ?? ''}@${config.host.toLowerCase()}:${portOf(config)}`
}

interface Place {
  readonly root: ServerPath
  /** Identifies the server and its user. */
  readonly store: string
}

function backendOf(connections: Connections, { root, store }: Place, capabilities: Capabilities): Backend {
  const writing = { connections, root, locks: createNameLocks() }
  return {
    capabilities,
    list: (path, options) => listFolder(connections, root, path, options),
    stat: (path, { signal }) => connections.with(signal, (session) => statEntry(session, root, path)),
    read: (path, options) => readFile(connections, root, path, options),
    write: (path, body, options) => writeFile(writing, path, body, options),
    makeFolder: (path, { signal }) => makeFolder(writing, path, signal),
    remove: (path, { signal }) => removeEntry(writing, path, signal),
    rename: { rename: (from, to, options) => renameEntry(writing, from, to, options) },
    identity: { identify: async (path) => ({ store, path: serverPath(root, path, 'ftp.identity') }) },
    properties: {
      read: (path, { signal }) => connections.with(signal, (session) => readProperties(session, root, path)),
      change: (path, changes, { signal }) =>
        connections.with(signal, (session) => changeProperties(session, root, path, changes, capabilities)),
    },
    ...(capabilities.facets.includes('staging') && { staging: stagingOf(writing) }),
    close: () => connections.close(),
  }
}
