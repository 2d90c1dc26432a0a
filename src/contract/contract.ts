import { activityApi } from './api/activity.ts'
import { filesApi } from './api/files.ts'
import { hostApi } from './api/host.ts'
import { listingApi } from './api/listing.ts'
import { mountsApi } from './api/mounts.ts'
import { settingsApi } from './api/settings.ts'

/** Every call between a face of Portolan and its host. */
export const contract = {
  mounts: mountsApi,
  listing: listingApi,
  files: filesApi,
  settings: settingsApi,
  activity: activityApi,
  host: hostApi,
}
export type Contract = typeof contract
