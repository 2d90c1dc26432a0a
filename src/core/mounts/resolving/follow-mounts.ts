/** The mounts as they are currently written. They are read again when one of their files changes. */
import { isDeepStrictEqual } from 'node:util'
import { watchEach, watchFiles } from '../../files/watch-files.ts'
import type { MountsDeps } from '../mounts.ts'
import { mountsFileNames } from './mounts-file.ts'
import { type ResolvedMounts, resolveMounts } from './resolve-mounts.ts'
import { readWrittenMounts } from './written-mounts.ts'

export interface FollowedMounts {
  readonly now: () => ResolvedMounts
  /** Returns whether anything changed. */
  readAgain(): Promise<boolean>
  close(): void
}

export async function followMounts(deps: MountsDeps, onFileChange: () => void): Promise<FollowedMounts> {
  const written = await readWrittenMounts(deps)
  let resolved = resolveMounts(written, deps)
  const watcher = watchFiles(deps.configFolder, mountsFileNames, onFileChange)
  let included = watchEach(written.includedFiles, onFileChange)
  return {
    now: () => resolved,
    async readAgain() {
      const again = await readWrittenMounts(deps)
      included.close()
      included = watchEach(again.includedFiles, onFileChange)
      const before = resolved
      resolved = resolveMounts(again, deps)
      return !isDeepStrictEqual(listed(resolved), listed(before))
    },
    close() {
      watcher.close()
      included.close()
    },
  }
}

function listed({ mounts, problems }: ResolvedMounts) {
  return { mounts: [...mounts.values()], problems }
}
