/** What all parts of a mount share. */
import type { Namenodes } from './namenodes.ts'
import type { HdfsPath } from './paths.ts'

export interface Cluster {
  readonly namenodes: Namenodes
  /** The mount's folder. */
  readonly root: HdfsPath
}
