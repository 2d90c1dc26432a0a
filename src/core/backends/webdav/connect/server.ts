/** What everything of one mount works with: the server, where its folder is there, and what kind of server it is. */
import type { DavPath } from './paths.ts'
import type { Requests } from './requests.ts'

export interface DavServer {
  readonly requests: Requests
  /** The mount's folder. */
  readonly root: DavPath
  /** Takes the time of a file with the file. */
  readonly takesTimes: boolean
}
