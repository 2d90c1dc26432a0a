import { activityApi } from './api/activity.ts'
import { archivesApi } from './api/archives.ts'
import { cachesApi } from './api/caches.ts'
import { containersApi } from './api/containers.ts'
import { credentialsApi } from './api/credentials.ts'
import { droppedFilesApi } from './api/dropped-files.ts'
import { editsApi } from './api/edits.ts'
import { filesApi } from './api/files.ts'
import { findApi } from './api/find.ts'
import { historyApi } from './api/history.ts'
import { hostApi } from './api/host.ts'
import { linksApi } from './api/links.ts'
import { listingApi } from './api/listing.ts'
import { mountsApi } from './api/mounts.ts'
import { permissionsApi } from './api/permissions.ts'
import { propertiesApi } from './api/properties.ts'
import { settingsApi } from './api/settings.ts'
import { sumsApi } from './api/sums.ts'
import { pairsApi } from './api/pairs.ts'
import { pluginsApi } from './api/plugins.ts'
import { syncApi } from './api/sync.ts'
import { tablesApi } from './api/tables.ts'
import { transfersApi } from './api/transfers.ts'
import { versionsApi } from './api/versions.ts'

/** Every call between a Portolan interface and its host. */
export const contract = {
  mounts: mountsApi,
  credentials: credentialsApi,
  listing: listingApi,
  find: findApi,
  files: filesApi,
  edits: editsApi,
  versions: versionsApi,
  history: historyApi,
  links: linksApi,
  properties: propertiesApi,
  permissions: permissionsApi,
  archives: archivesApi,
  caches: cachesApi,
  containers: containersApi,
  settings: settingsApi,
  sums: sumsApi,
  sync: syncApi,
  pairs: pairsApi,
  plugins: pluginsApi,
  tables: tablesApi,
  transfers: transfersApi,
  droppedFiles: droppedFilesApi,
  activity: activityApi,
  host: hostApi,
}
export type Contract = typeof contract
