import { explainChange, isUnexplained } from '../failures/explain.ts'
import { existing, failingAs, refuse } from '../failures/failures.ts'
import { resolvePath } from '../paths/resolve-path.ts'
import { statIfAny } from '../read/stat.ts'
import { StatusError } from '../wire/exchange.ts'
import type { ServerPath } from '../wire/packet.ts'
import type { SftpSession } from '../wire/session.ts'

const operation = 'sftp.makeFolder'

export async function makeFolder(session: SftpSession, root: ServerPath, path: string): Promise<void> {
  return failingAs(operation, path, async () => {
    if (path === '') throw refuse('exists', 'store.top-exists', operation, path)
    const { folder, full } = await resolvePath(session, root, path, operation)
    try {
      await session.makeFolder(full)
    } catch (error) {
      if (!(error instanceof StatusError)) throw error
      if (isUnexplained(error) && (await statIfAny(session.linkStat(full)))) throw existing(operation, path, error)
      throw await explainChange(session, folder, error, { operation, path })
    }
  })
}
