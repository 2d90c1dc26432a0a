import type { RenameOptions } from '../../backend.ts'
import { isUnexplained } from '../failures/explain.ts'
import { kindOf } from '../read/facts.ts'
import { existing, failingAs, refuse } from '../failures/failures.ts'
import { isWithin, type ResolvedPath, resolvePath } from '../paths/resolve-path.ts'
import { statIfAny } from '../read/stat.ts'
import type { Attributes } from '../wire/attributes.ts'
import type { ServerPath } from '../wire/packet.ts'
import type { SftpSession } from '../wire/session.ts'

const operation = 'sftp.rename'

/**
 * Moves an entry within the mount in one step. Fails with `unsupported` if the server cannot replace a file, or if the
 * target is on another disk.
 */
export async function renameEntry(
  session: SftpSession,
  root: ServerPath,
  from: string,
  to: string,
  { ifExists }: Pick<RenameOptions, 'ifExists'>,
): Promise<void> {
  return failingAs(operation, to, async () => {
    const [source, target] = await Promise.all([
      failingAs(operation, from, () => resolvePath(session, root, from, operation)),
      resolvePath(session, root, to, operation),
    ])
    const [moved, found] = await Promise.all([
      failingAs(operation, from, () => session.linkStat(source.full)),
      statIfAny(session.linkStat(target.full)),
    ])
    if (kindOf(moved) === 'folder' && isWithin(source.full, target.folder)) {
      throw refuse('bad-input', 'store.into-itself', operation, from)
    }
    if (source.full === target.full) return
    if (!found) return renameToFree(session, source, target, to)
    if (ifExists === 'fail' || !isPlain(moved) || !isPlain(found)) throw existing(operation, to)
    await replace(session, source, target, to)
  })
}

function isPlain(attributes: Attributes): boolean {
  const kind = kindOf(attributes)
  return kind === 'file' || kind === 'link'
}

async function replace(session: SftpSession, source: ResolvedPath, target: ResolvedPath, path: string): Promise<void> {
  if (!session.can('posixRename')) {
    throw refuse('unsupported', 'server.no-atomic-replace', operation, path)
  }
  await explaining(session, source, target, path, () => session.posixRename(source.full, target.full))
}

/** The protocol's plain rename never replaces an entry that took the name meanwhile. */
async function renameToFree(
  session: SftpSession,
  source: ResolvedPath,
  target: ResolvedPath,
  path: string,
): Promise<void> {
  await explaining(session, source, target, path, async () => {
    try {
      await session.rename(source.full, target.full)
    } catch (error) {
      if (isUnexplained(error) && (await statIfAny(session.linkStat(target.full)))) {
        throw existing(operation, path, error)
      }
      throw error
    }
  })
}

/** An entry can move to another disk only by copying. Servers do not report that this is why they refuse. */
async function explaining(
  session: SftpSession,
  source: ResolvedPath,
  target: ResolvedPath,
  path: string,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!isUnexplained(error) || !session.can('fileSystem')) throw error
    const [here, there] = await Promise.all([session.fileSystem(source.folder), session.fileSystem(target.folder)])
    if (here.fileSystem === there.fileSystem) throw error
    throw refuse('unsupported', 'server.other-disk', operation, path, error)
  }
}
