/** The folders of many files, each looked at once. */
import { parentPath } from '../../../../contract/location.ts'
import { realPlaceOf } from './resolve-path.ts'
import type { ServerPath } from '../wire/packet.ts'
import type { SftpSession } from '../wire/session.ts'

/** The real path of the folder that a path is in. Throws as `realPlaceOf`. */
export type FolderOf = (path: string) => Promise<ServerPath>

export function rememberFolders(session: SftpSession, root: ServerPath, operation: string): FolderOf {
  const known = new Map<string, Promise<ServerPath>>()
  return (path) => {
    const parent = parentPath(path)
    let folder = known.get(parent)
    if (!folder) {
      folder = realPlaceOf(session, root, parent, operation)
      folder.catch(() => {}) // whoever waits learns of it
      known.set(parent, folder)
    }
    return folder
  }
}
