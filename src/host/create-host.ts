import { join, parse } from 'node:path'
import type { MountConfig } from '../contract/api/mounts.ts'
import { computerMount, isDroppedMount } from '../contract/location.ts'
import { createCaches } from '../core/caches/caches.ts'
import { createCredentials } from '../core/credentials/credentials.ts'
import { createEdits, type Edits } from '../core/edits/edits.ts'
import { createDroppedFiles } from '../core/dropped/dropped-files.ts'
import { known } from '../lib/known.ts'
import { createMounts } from '../core/mounts/opening/create-mounts.ts'
import type { WriteRecord } from '../core/layers/tracing/logging.ts'
import type { Mounts } from '../core/mounts/mounts.ts'
import { createSettingsKeeper } from '../core/settings/settings.ts'
import { createTransfers, type Transfers } from '../core/transfers/transfers.ts'
import { archivesHandlers } from './handlers/archives.ts'
import { cachesHandlers } from './handlers/caches.ts'
import { containersHandlers } from './handlers/containers.ts'
import { credentialsHandlers } from './handlers/credentials.ts'
import { withCallIds } from './call-ids.ts'
import { createDownloads } from './downloads.ts'
import { activityHandlers } from './handlers/activity.ts'
import { droppedFilesHandlers } from './handlers/dropped-files.ts'
import { editsHandlers } from './handlers/edits.ts'
import { filesHandlers } from './handlers/files.ts'
import { findHandlers } from './handlers/find.ts'
import { hostHandlers } from './handlers/host.ts'
import { linksHandlers } from './handlers/links.ts'
import { listingHandlers } from './handlers/listing.ts'
import { mountsHandlers } from './handlers/mounts.ts'
import { permissionsHandlers } from './handlers/permissions.ts'
import { pluginsHandlers } from './handlers/plugins.ts'
import { propertiesHandlers } from './handlers/properties.ts'
import { settingsHandlers } from './handlers/settings.ts'
import { sumsHandlers } from './handlers/sums.ts'
import { tablesHandlers, tablesOf } from './handlers/tables.ts'
import { transfersHandlers } from './handlers/transfers.ts'
import { historyHandlers } from './handlers/history.ts'
import { versionsHandlers } from './handlers/versions.ts'
import type { Host, HostDeps } from './host.ts'
import { composeSync } from './compose-sync.ts'
import { composeLinks } from './link-server/compose-links.ts'
import { createLogFile } from './log-file.ts'
import { createRecentActivity } from './recent-activity.ts'
import { createServedContents } from './served-contents.ts'
import { createPlugins } from './plugins/plugins.ts'
import { createSettingsStore } from './settings-store.ts'
import { withTidyClose } from './tidy-close.ts'

function credentialsDeps({ configFolder, env, askMasterPassword }: HostDeps) {
  return { configFolder, env, ...(askMasterPassword && { askMasterPassword }) }
}

/** The mounts that exist from the first start, without any configuration. */
function builtInMounts({ homeFolder, dataFolder }: HostDeps): readonly MountConfig[] {
  return [
    { name: 'Home', type: 'local', path: homeFolder },
    { name: 'Shelf', type: 'shelf', path: join(dataFolder, 'shelf') },
  ]
}

/** Creates the edits, if there are other programs to open files in. */
function editsOf(mounts: Mounts, { desktop, dataFolder }: HostDeps): Edits | undefined {
  if (!desktop) return undefined
  return createEdits({ mounts, folder: join(dataFolder, 'edits'), openPath: (path) => desktop.openPath(path) })
}

/** The handlers that need only the mounts. */
function handlersOfMounts(mounts: Mounts) {
  return {
    listing: listingHandlers(mounts),
    find: findHandlers(mounts),
    versions: versionsHandlers(mounts),
    history: historyHandlers(mounts),
    properties: propertiesHandlers(mounts),
    permissions: permissionsHandlers(mounts),
    containers: containersHandlers(mounts),
    sums: sumsHandlers(mounts),
  }
}

/** Writes each call to the log file and to the activity that the window shows. */
function recordsTo(
  log: ReturnType<typeof createLogFile>,
  activity: ReturnType<typeof createRecentActivity>,
): WriteRecord {
  return (record) => {
    log.write({ time: new Date(record.timeMs).toISOString(), ...record })
    activity.add(record)
  }
}

/** Builds a host from the dependencies that its interface provides. Mounts are opened when they are first used. */
export async function createHost(deps: HostDeps): Promise<Host> {
  const credentials = createCredentials(credentialsDeps(deps))
  const plugins = await createPlugins({ configFolder: deps.configFolder })
  const log = createLogFile(join(deps.dataFolder, 'logs', 'portolan.log'))
  const activity = createRecentActivity()
  const writeRecord = recordsTo(log, activity)
  const settings = createSettingsStore(deps.configFolder)
  const keeper = createSettingsKeeper(deps.configFolder)
  const links = composeLinks(deps.dataFolder, settings, () => mounts)
  const caches = deps.cacheFolder === undefined ? undefined : createCaches({ folder: deps.cacheFolder })
  const mounts: Mounts = await createMounts({
    configFolder: deps.configFolder,
    env: deps.env,
    builtIn: builtInMounts(deps),
    hidden: [{ name: computerMount, type: 'local', path: parse(deps.homeFolder).root }],
    descriptors: plugins.descriptors,
    backendDeps: known({ trashItem: deps.trashItem, untrashItem: deps.untrashItem }),
    credentials,
    ...(caches && { caches }),
    writeRecord,
    ownLinks: links.making,
  })
  const dropped = createDroppedFiles({ writeRecord })
  // Only transfers read dropped files.
  const reached: Pick<Mounts, 'open'> = {
    open: (name, waits) => (isDroppedMount(name) ? dropped : mounts).open(name, waits),
  }
  const served = { downloads: createDownloads(mounts), contents: createServedContents(mounts) }
  const tables = tablesOf(mounts, deps.dataFolder)
  const edits = editsOf(mounts, deps)
  let opened: Transfers | undefined
  // A command that uses no transfers does not open their queue.
  const transfers = () =>
    (opened ??= createTransfers({
      mounts: reached,
      dropped,
      folder: deps.dataFolder,
      runsAll: deps.runsTransfers !== 'own',
      skipRules: plugins.rules,
      ...(deps.patienceMs !== undefined && { patienceMs: deps.patienceMs }),
    }))
  const staysOpen = deps.runsTransfers !== 'own'
  if (staysOpen) transfers()
  if (staysOpen) void links.server.goOn().catch(() => {}) // Nothing else waits for it or fails with it.
  const syncing = composeSync({ mounts, transfers, folder: deps.dataFolder, staysOpen })
  // Tracking calls through asynchronous code slows each small step a little, and a command is only one call.
  const identified = deps.runsTransfers === 'own' ? (handlers: Host['handlers']) => handlers : withCallIds
  return withTidyClose({
    handlers: identified({
      ...handlersOfMounts(mounts),
      mounts: mountsHandlers(mounts, { ...deps, descriptors: plugins.descriptors }),
      caches: cachesHandlers(caches),
      credentials: credentialsHandlers(credentials),
      files: filesHandlers(mounts, deps.servesDownloads === true ? served : undefined),
      edits: editsHandlers(edits, mounts, deps),
      links: linksHandlers({ ...links, mounts, staysOpen }),
      archives: archivesHandlers(mounts, deps.servesDownloads ? served : undefined),
      settings: settingsHandlers(settings, keeper, deps),
      plugins: pluginsHandlers(plugins, mounts, deps),
      tables: tablesHandlers(tables),
      transfers: transfersHandlers(transfers, mounts),
      ...syncing.handlers,
      droppedFiles: droppedFilesHandlers(dropped),
      activity: activityHandlers(activity),
      host: hostHandlers(mounts, { ...deps, logPath: log.path }),
    }),
    takeDownload: (ticket) => served.downloads.take(ticket),
    findContent: (ticket) => served.contents.find(ticket),
    async close() {
      keeper.close()
      await links.close()
      await tables.close()
      await edits?.close()
      await syncing.close()
      await plugins.close()
      await opened?.close()
      await mounts.close()
      caches?.close()
      await log.close()
    },
  })
}
