/** Changes of names: new folders, removals, renames. */
import type { RenameOptions } from '../../backend.ts'
import { existing, failingAs, refuse } from '../failures/failures.ts'
import { type ServerPath, serverPath } from '../paths/server-path.ts'
import { rowsOf } from '../read/rows.ts'
import { look } from '../read/stat.ts'
import { ReplyError } from '../wire/replies.ts'
import type { FtpSession } from '../wire/session.ts'
import { explainPut, type Writing } from './write.ts'

export async function makeFolder({ connections, root }: Writing, path: string, signal: AbortSignal): Promise<void> {
  const operation = 'ftp.makeFolder'
  return failingAs(operation, path, async () => {
    if (path === '') throw refuse('exists', 'store.top-exists', operation, path)
    const full = serverPath(root, path, operation)
    await connections.with(signal, async (session) => {
      try {
        await session.ask(`MKD ${full}`)
      } catch (error) {
        if (!(error instanceof ReplyError) || session.isLost()) throw error
        if (await look(session, full).catch(() => undefined)) throw existing(operation, path, error)
        throw await explainPut(session, full, path, error, operation)
      }
    })
  })
}

/** Checks first that a folder is empty, because some servers remove everything in it. */
export async function removeEntry({ connections, root }: Writing, path: string, signal: AbortSignal): Promise<void> {
  const operation = 'ftp.remove'
  return failingAs(operation, path, async () => {
    if (path === '') throw refuse('denied', 'store.top-unchangeable', operation, path)
    const full = serverPath(root, path, operation)
    await connections.with(signal, async (session) => {
      const found = await look(session, full)
      if (!found) throw refuse('not-found', 'store.not-found', operation, path)
      if (found.kind !== 'folder') return session.ask(`DELE ${full}`)
      if (await hasRows(session, full)) {
        throw refuse('not-empty', 'store.not-empty', operation, path)
      }
      return session.ask(`RMD ${full}`)
    })
  })
}

async function hasRows(session: FtpSession, full: ServerPath): Promise<boolean> {
  for await (const rows of rowsOf(session, full)) if (rows.length > 0) return true
  return false
}

export async function renameEntry(
  { connections, root, locks }: Writing,
  from: string,
  to: string,
  { ifExists, signal }: RenameOptions,
): Promise<void> {
  const operation = 'ftp.rename'
  return failingAs(operation, to, async () => {
    if (from === '' || to === '') {
      throw refuse('bad-input', 'store.top-unchangeable', operation, from)
    }
    const source = serverPath(root, from, operation)
    const target = serverPath(root, to, operation)
    await locks.hold(target, () =>
      connections.with(signal, async (session) => {
        const moved = await look(session, source)
        if (!moved) throw refuse('not-found', 'store.not-found', operation, from)
        if (moved.kind === 'folder' && target.startsWith(`${source}/`)) {
          throw refuse('bad-input', 'store.into-itself', operation, from)
        }
        if (source === target) return
        const found = await look(session, target)
        // on a server that ignores case, the found entry may be the moved one itself
        const isItself = source.toLowerCase() === target.toLowerCase()
        const mayReplace = ifExists === 'replace' && moved.kind !== 'folder' && found?.kind === 'file'
        if (found && !isItself && !mayReplace) throw existing(operation, to)
        signal.throwIfAborted()
        try {
          await session.ask(`RNFR ${source}`)
          await session.ask(`RNTO ${target}`)
        } catch (error) {
          throw await explainPut(session, target, to, error, operation)
        }
      }),
    )
  })
}
