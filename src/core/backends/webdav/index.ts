/**
 * Folders on WebDAV servers (RFC 4918), with our own requests: bytes are streamed in both directions, and listings are
 * read while they arrive.
 */
import type { Backend } from '../backend.ts'
import type { BackendDescriptor } from '../descriptor.ts'
import { webdavCapabilities } from './capabilities.ts'
import { isOwncloud, type WebdavConfig, webdavConfigSchema } from './config.ts'
import { webdavChoices } from './connect/choices.ts'
import { recogniseWebdav } from './connect/paste.ts'
import { type CloudServer, findCloud } from './cloud/cloud.ts'
import { deletedOf, trashOfCloud } from './cloud/deleted.ts'
import { stagingOf } from './cloud/staging.ts'
import { versionsOf } from './cloud/versions.ts'
import { writeCloudFile } from './cloud/write.ts'
import { davPath, segmentsOf } from './connect/paths.ts'
import { type Patience, standardPatience } from '../patient-agents.ts'
import { openRequests } from './connect/requests.ts'
import type { DavServer } from './connect/server.ts'
import { failingAs } from './failures/failures.ts'
import { listFolder } from './read/list.ts'
import { lookUpRoot, statEntry } from './read/look-up.ts'
import type { Resource } from './read/multistatus.ts'
import { readFile } from './read/read.ts'
import { readSums } from './read/sums.ts'
import { quotaNames, readSpace, spaceIn } from './read/space.ts'
import { serverCopyOf } from './write/copy.ts'
import { makeFolder } from './write/make-folder.ts'
import { removeEntry } from './write/remove.ts'
import { renameEntry } from './write/rename.ts'
import { writeFile } from './write/write.ts'

export const webdavDescriptor: BackendDescriptor<WebdavConfig> = {
  type: 'webdav',
  group: 'servers',
  hint: 'WebDAV',
  config: webdavConfigSchema,
  secretKeys: ['password', 'token'],
  choices: webdavChoices,
  recognise: recogniseWebdav,
  open: (config, _deps, { signal }) => openWebdav(config, { signal }),
}

export interface WebdavOptions {
  readonly signal: AbortSignal
  /** For tests. */
  readonly patience?: Patience
}

/** Signs in and finds the mount's folder. */
export async function openWebdav(
  config: WebdavConfig,
  { signal, patience = standardPatience }: WebdavOptions,
): Promise<Backend> {
  const operation = 'webdav.open'
  const requests = await openRequests(config, patience)
  try {
    const names = [...segmentsOf(config.url), ...config.path.split('/').filter((name) => name !== '')]
    const server = { requests, root: davPath('/', names.join('/'), operation), isOwncloud: isOwncloud(config) }
    return await failingAs(operation, '', async () => {
      const top = await lookUpRoot(server, { signal }, rootNames)
      const cloud = await findCloud(server, { signal })
      return backendOf({ ...server, ...(cloud && { cloud }) }, config, top)
    })
  } catch (error) {
    await requests.close()
    throw error
  }
}

function backendOf(server: DavServer, { user = '' }: WebdavConfig, top: Resource): Backend {
  const hasSpace = spaceIn(top) !== undefined
  return {
    capabilities: webdavCapabilities({ hasSpace, canWrite: mayWrite(top), ...server }),
    list: (path, options) => listFolder(server, path, options),
    stat: (path, options) => statEntry(server, path, options),
    read: (path, options) => readFile(server, path, options),
    write: (path, body, options) => writeFile(server, path, body, options),
    ...cloudOf(server),
    makeFolder: (path, options) => makeFolder(server, path, options),
    remove: (path, options) => removeEntry(server, path, options),
    rename: { rename: (from, to, options) => renameEntry(server, from, to, options) },
    identity: {
      identify: async (path) => ({
        store: `webdav ${user}@${server.requests.origin}`,
        path: davPath(server.root, path, 'webdav.identity').replace(/\/$/, ''),
      }),
    },
    serverCopy: serverCopyOf(server, user),
    ...(server.isOwncloud && { checksums: { checksums: (path, options) => readSums(server, path, options) } }),
    ...(hasSpace && { space: { space: (path, options) => readSpace(server, path, options) } }),
    close: () => server.requests.close(),
  }
}

const rootNames = [...quotaNames, 'oc:permissions']

/**
 * Reads the letters for the user's rights on a folder, which only ownCloud and Nextcloud send. `S`, `R`, `M` and `G`
 * permit no change.
 */
function mayWrite({ values }: Resource): boolean {
  const letters = values.get('permissions')
  return letters === undefined || /[CKDNVW]/.test(letters)
}

/** The facets that Nextcloud and ownCloud implement in their own ways. */
function cloudOf(server: DavServer): Partial<Backend> {
  if (!server.cloud) return {}
  const ours: CloudServer = { ...server, cloud: server.cloud }
  const { uploads, versions, trashbin } = ours.cloud
  return {
    ...(uploads !== undefined && {
      write: (path, body, options) => writeCloudFile(ours, path, body, options),
      staging: stagingOf(ours),
    }),
    ...(versions !== undefined && { versions: versionsOf(ours) }),
    ...(trashbin !== undefined && { deleted: deletedOf(ours), trash: trashOfCloud(ours) }),
  }
}
