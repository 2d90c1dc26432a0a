/**
 * Finds the features of Nextcloud and ownCloud beyond the files of a user, and their paths:
 * https://docs.nextcloud.com/server/latest/developer_manual/client_apis/WebDAV/
 */
import type { Waits } from '../../backend.ts'
import type { DavPath } from '../connect/paths.ts'
import type { Cloud, DavServer } from '../connect/server.ts'
import { GarbledError, StatusError } from '../failures/failures.ts'
import { lookUp } from '../read/look-up.ts'

export type CloudServer = DavServer & { readonly cloud: Cloud }

/** Returns undefined if the URL is not that of a user's files, as with old URLs. */
export async function findCloud(server: DavServer, { signal }: Waits): Promise<Cloud | undefined> {
  const [, base, user] = /^(.*\/remote\.php\/dav)\/files\/([^/]+)(?:\/|$)/.exec(server.root) ?? []
  if (!server.isOwncloud || base === undefined || user === undefined) return undefined
  const has = (path: DavPath) => isFolder(server, path, { signal })
  const places = { uploads: `${base}/uploads/${user}`, versions: `${base}/versions/${user}` }
  const trashbin = `${base}/trashbin/${user}`
  const [hasUploads, hasVersions, hasTrash] = await Promise.all([
    has(`${places.uploads}/`),
    has(`${places.versions}/`),
    has(`${trashbin}/trash/`),
  ])
  return {
    files: `${base}/files/${user}`,
    ...(hasUploads && { uploads: places.uploads }),
    ...(hasVersions && { versions: places.versions }),
    ...(hasTrash && { trashbin }),
  }
}

async function isFolder(server: DavServer, path: DavPath, options: Waits): Promise<boolean> {
  try {
    return (await lookUp(server, path, options)).isFolder
  } catch (error) {
    if (error instanceof GarbledError) return false
    if (error instanceof StatusError && error.status >= 400 && error.status < 500 && error.status !== 401) return false
    throw error
  }
}
