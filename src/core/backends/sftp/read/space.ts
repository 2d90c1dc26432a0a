import type { Space } from '../../../../contract/facets.ts'
import { failingAs } from '../failures/failures.ts'
import { realPlaceOf } from '../paths/resolve-path.ts'
import type { ServerPath } from '../wire/packet.ts'
import type { SftpSession } from '../wire/session.ts'

const operation = 'sftp.space'

/** Returns the space of the disk that holds a path, as far as an ordinary user may use it. */
export async function readSpace(session: SftpSession, root: ServerPath, path: string): Promise<Space> {
  return failingAs(operation, path, async () => {
    const { totalBlocks, freeBlocks, blockBytes } = await session.fileSystem(
      await realPlaceOf(session, root, path, operation),
    )
    return { totalBytes: totalBlocks * blockBytes, freeBytes: freeBlocks * blockBytes }
  })
}
