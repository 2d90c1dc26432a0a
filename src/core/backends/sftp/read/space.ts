import type { Space } from '../../../../contract/facets.ts'
import { failingAs } from '../failures/failures.ts'
import { realPlaceOf } from '../paths/resolve-path.ts'
import type { ServerPath } from '../wire/packet.ts'
import type { SftpSession } from '../wire/session.ts'

const operation = 'sftp.space'

/** Of the disk a path is on, what an ordinary user may fill. */
export async function readSpace(session: SftpSession, root: ServerPath, path: string): Promise<Space> {
  return failingAs(operation, path, async () => {
    const { totalBlocks, freeBlocks, blockBytes } = await session.fileSystem(
      await realPlaceOf(session, root, path, operation),
    )
    return { totalBytes: totalBlocks * blockBytes, freeBytes: freeBlocks * blockBytes }
  })
}
