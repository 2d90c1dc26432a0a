/** What everything of one mount works with: the server, where its folder is there, and what kind of server it is. */
import type { DavPath } from './paths.ts'
import type { Requests } from './requests.ts'

export interface DavServer {
  readonly requests: Requests
  /** The mount's folder. */
  readonly root: DavPath
  /** Is it ownCloud or Nextcloud? They take the time and the sum of a file with the file, and tell sums. */
  readonly isOwncloud: boolean
  /** What it has beside the files, where its address tells. */
  readonly cloud?: Cloud
}

/** Places of the server, beside those of files. */
export interface Cloud {
  /** All files of the user. */
  readonly files: DavPath
  /** Each is absent where the server does not have it. */
  readonly uploads?: DavPath
  /** Holds `versions` and `restore`. */
  readonly versions?: DavPath
  /** Holds `trash` and `restore`. */
  readonly trashbin?: DavPath
}
