import type { Entry } from '../../../../contract/entry.ts'
import { baseName } from '../../../../contract/location.ts'
import { parentOf, type ServerPath, serverPath } from '../paths/server-path.ts'
import { ReplyError } from '../wire/replies.ts'
import type { FtpSession } from '../wire/session.ts'
import { failingAs } from '../failures/failures.ts'
import { entryOf, type Facts, factsOfOne } from './facts.ts'
import { rowsOf } from './rows.ts'

/**
 * Returns undefined if nothing exists at the path. Uses MLST, or the listing of the parent folder if the server does
 * not have it.
 */
export async function look(session: FtpSession, full: ServerPath): Promise<Facts | undefined> {
  if (!session.features.has('MLST')) return lookInFolder(session, full)
  try {
    const { lines } = await session.ask(`MLST ${full}`)
    for (const line of lines.slice(1)) {
      const facts = /[=;]/.test(line) ? factsOfOne(line.replace(/^ /, '')) : undefined
      if (facts) return facts
    }
    return undefined
  } catch (error) {
    // 550 may mean that nothing exists or that the right is missing; the text tells
    if (error instanceof ReplyError && [450, 501, 550, 553].includes(error.code)) {
      if (/permission|denied/i.test(error.text)) throw error
      return undefined
    }
    throw error
  }
}

async function lookInFolder(session: FtpSession, full: ServerPath): Promise<Facts | undefined> {
  if (full === '/') return { name: '', kind: 'folder' }
  const name = full.slice(full.lastIndexOf('/') + 1)
  let found: Facts | undefined
  try {
    for await (const rows of rowsOf(session, parentOf(full))) found ??= rows.find((row) => row.name === name)
  } catch (error) {
    if (error instanceof ReplyError && error.code === 550) return undefined
    throw error
  }
  return found
}

export async function statEntry(session: FtpSession, root: ServerPath, path: string): Promise<Entry> {
  const operation = 'ftp.stat'
  return failingAs(operation, path, async () => {
    const facts = await look(session, serverPath(root, path, operation))
    if (!facts) throw new ReplyError({ code: 550, lines: ['no such file'] })
    return entryOf(baseName(path), facts)
  })
}
