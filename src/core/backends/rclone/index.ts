/** Any remote of the user's own rclone, through its remote control. */
import { said } from '../../../contract/sentences/said.ts'
import type { Capabilities, FacetName } from '../../../contract/capabilities.ts'
import { plainCapabilities } from '../../../contract/derived-capabilities.ts'
import { joinPaths } from '../../../contract/location.ts'
import type { Backend, Waits } from '../backend.ts'
import type { BackendDescriptor } from '../descriptor.ts'
import { rcloneChoices } from './choices.ts'
import { type RcloneConfig, rcloneConfigSchema } from './config.ts'
import { copyOf } from './copy.ts'
import { createRc } from './daemon/call.ts'
import { useDaemon } from './daemon/shared-daemons.ts'
import { importRclone } from './import.ts'
import { listFolder, readFile } from './read.ts'
import { about, entryOf, type FsInfo, neededFile, neededItem, type Remote, sumsOf } from './remote.ts'
import { canStage, makeFolder, removeEntry, renameEntry, writeFile } from './write.ts'

export const rcloneDescriptor: BackendDescriptor<RcloneConfig> = {
  type: 'rclone',
  group: 'cloud',
  mayBeEncrypted: true,
  hint: 'rclone',
  config: rcloneConfigSchema,
  secretKeys: ['configPassword'],
  choices: rcloneChoices,
  importable: importRclone,
  open: (config, _, { signal }) => openRclone(config, { signal }),
}

export async function openRclone({ remote: fs, ...daemonOptions }: RcloneConfig, options: Waits): Promise<Backend> {
  const daemon = useDaemon(daemonOptions)
  try {
    const rc = createRc(daemon)
    const info = await rc.call<FsInfo>('operations/fsinfo', { fs }, about('', 'open', options))
    const store = `rclone:${JSON.stringify([daemonOptions.binary, daemonOptions.config ?? '', fs.slice(0, fs.indexOf(':'))])}`
    return backendOf({ rc, fs, info, store }, () => daemon.release())
  } catch (error) {
    await daemon.release()
    throw error
  }
}

function backendOf(remote: Remote, close: () => Promise<void>): Backend {
  const { Features } = remote.info
  const capabilities = capabilitiesOf(remote)
  const has = (facet: FacetName) => capabilities.facets.includes(facet)
  return {
    capabilities,
    list: (path, options) => listFolder(remote, path, options),
    async stat(path, options) {
      const own = about(path, 'stat', options)
      if (path === '') return { name: '', kind: 'folder' }
      return entryOf(await neededItem(remote, path, own))
    },
    read: (path, options) => readFile(remote, path, options),
    write: (path, body, options) => writeFile(remote, path, body, options),
    makeFolder: (path, options) => makeFolder(remote, path, options),
    remove: (path, options) => removeEntry(remote, path, options),
    ...(has('rename') && { rename: { rename: (from, to, options) => renameEntry(remote, from, to, options) } }),
    ...(has('serverCopy') && { serverCopy: copyOf(remote) }),
    ...(has('identity') && { identity: identityOf(remote) }),
    ...(has('checksums') && {
      checksums: {
        async checksums(path, options) {
          const own = about(path, 'checksums', options)
          const item = await neededFile(remote, path, own, knownHashes(remote.info))
          return sumsOf(item.Hashes) ?? {}
        },
      },
    }),
    ...(Features['About'] && {
      space: {
        async space(path, options) {
          const own = about(path, 'space', options)
          await neededItem(remote, path, own)
          const told = await remote.rc.call<{ total?: number; free?: number; used?: number }>(
            'operations/about',
            { fs: remote.fs },
            own,
          )
          const freeBytes = told.free ?? 0
          return { totalBytes: told.total ?? freeBytes + (told.used ?? 0), freeBytes }
        },
      },
    }),
    close,
  }
}

/** A remote without a name, or a folder of this computer, cannot be distinguished from others. */
const isNamed = ({ fs }: Remote) => fs.indexOf(':') > 0

/** A path with a leading slash may be another place than one without. */
function identityOf({ fs, store }: Remote): NonNullable<Backend['identity']> {
  const folder = fs.slice(fs.indexOf(':') + 1)
  return {
    identify: async (path) => ({
      store: folder.startsWith('/') ? `${store}/` : store,
      path: joinPaths(folder.replace(/^\/+|\/+$/g, ''), path),
    }),
  }
}

const knownHashes = ({ Hashes }: FsInfo) => ['md5', 'sha1', 'sha256'].filter((name) => Hashes?.includes(name))

function capabilitiesOf(remote: Remote): Capabilities {
  const { info } = remote
  const { Features } = info
  const canMoveAll = Features['Move'] === true && Features['DirMove'] === true
  return {
    ...plainCapabilities,
    canWrite: canStage(remote),
    ...(!canStage(remote) && {
      notice: said('rclone.read-only').message,
    }),
    facets: [
      ...(canMoveAll ? (['rename'] as const) : []),
      ...(Features['Copy'] ? (['serverCopy'] as const) : []),
      ...(isNamed(remote) ? (['identity'] as const) : []),
      ...(knownHashes(info).length > 0 ? (['checksums'] as const) : []),
      ...(Features['About'] ? (['space'] as const) : []),
    ],
    withheld: {
      ...(!canMoveAll && { rename: said('rclone.no-rename').message }),
      ...(!Features['Copy'] && { serverCopy: said('rclone.no-copy').message }),
      links: said('rclone.no-links').message,
    },
    keepsEmptyFolders: Features['CanHaveEmptyDirectories'] === true,
    // the remote control cannot set times
    modifiedTime: { canSet: false, precisionMs: Math.max(1, Math.ceil(info.Precision / 1e6)) },
    caseSensitive: Features['CaseInsensitive'] ? false : 'unknown',
    distinguishesUnicodeForms: 'unknown',
    limits: {},
  }
}
