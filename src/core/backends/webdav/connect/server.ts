/** What all parts of a mount share: the server, the mount's folder, and the kind of server. */
import type { DavPath } from './paths.ts'
import type { Requests } from './requests.ts'

export interface DavServer {
  readonly requests: Requests
  /** The mount's folder. */
  readonly root: DavPath
  /**
   * True for ownCloud and Nextcloud. They accept the time and the checksum of a file with its upload, and report
   * checksums.
   */
  readonly isOwncloud: boolean
  /** Its features beyond the files, if its URL shows them. */
  readonly cloud?: Cloud
}

/** Paths of the server other than those of files. */
export interface Cloud {
  /** The folder with all files of the user. */
  readonly files: DavPath
  /** This and the following are absent if the server does not have the feature. */
  readonly uploads?: DavPath
  /** Contains `versions` and `restore`. */
  readonly versions?: DavPath
  /** Contains `trash` and `restore`. */
  readonly trashbin?: DavPath
}
