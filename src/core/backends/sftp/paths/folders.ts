/** Resolves the parent folders of many files, each folder once. */
import { parentPath } from '../../../../contract/location.ts'
import { realPlaceOf } from './resolve-path.ts'
import type { ServerPath } from '../wire/packet.ts'
import type { SftpSession } from '../wire/session.ts'

/** Returns the real path of the folder that contains a path. Throws the failures of `realPlaceOf`. */
export type FolderOf = (path: string) => Promise<ServerPath>

export function rememberFolders(session: SftpSession, root: ServerPath, operation: string): FolderOf {
  const known = new Map<string, Promise<ServerPath>>()
  return (path) => {
    const parent = parentPath(path)
    let folder = known.get(parent)
    if (!folder) {
      folder = realPlaceOf(session, root, parent, operation)
      folder.catch(() => {}) // the callers that wait get the error
      known.set(parent, folder)
    }
    return folder
  }
}
