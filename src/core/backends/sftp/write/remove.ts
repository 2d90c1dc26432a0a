import { isUnexplained } from '../failures/explain.ts'
import { kindOf } from '../read/facts.ts'
import { failingAs, refuse } from '../failures/failures.ts'
import { resolvePath } from '../paths/resolve-path.ts'
import type { ServerPath } from '../wire/packet.ts'
import type { SftpSession } from '../wire/session.ts'

const operation = 'sftp.remove'

/** Permanently removes one file, empty folder or link. A link's target is not removed. */
export async function removeEntry(session: SftpSession, root: ServerPath, path: string): Promise<void> {
  return failingAs(operation, path, async () => {
    const { full } = await resolvePath(session, root, path, operation)
    if (kindOf(await session.linkStat(full)) !== 'folder') return session.remove(full)
    try {
      await session.removeFolder(full)
    } catch (error) {
      if (!isUnexplained(error) || (await isEmpty(session, full))) throw error
      throw refuse('not-empty', 'store.not-empty', operation, path, error)
    }
  })
}

async function isEmpty(session: SftpSession, folder: ServerPath): Promise<boolean> {
  const handle = await session.openFolder(folder)
  try {
    for (;;) {
      const names = await session.readFolder(handle)
      if (!names) return true
      if (names.some(({ name }) => name !== '.' && name !== '..')) return false
    }
  } finally {
    await session.close(handle)
  }
}
