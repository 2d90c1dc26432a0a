import type { Entry, LinkFacts } from '../../../../contract/entry.ts'
import { baseName } from '../../../../contract/location.ts'
import { entryOf, kindOf, leadsToOf } from './facts.ts'
import { failingAs } from '../failures/failures.ts'
import { isWithin, resolvePath, shownName } from '../paths/resolve-path.ts'
import type { Attributes } from '../wire/attributes.ts'
import { StatusError } from '../wire/exchange.ts'
import type { ServerPath } from '../wire/packet.ts'
import type { SftpSession } from '../wire/session.ts'

const noSuchFile = 2

/** Returns the entry at a path. A link is returned itself, not its target. */
export async function statEntry(session: SftpSession, root: ServerPath, path: string): Promise<Entry> {
  return failingAs('sftp.stat', path, async () => {
    const full = path === '' ? root : (await resolvePath(session, root, path, 'sftp.stat')).full
    const attributes = await session.linkStat(full)
    const entry = entryOf(baseName(path), attributes)
    return kindOf(attributes) === 'link' ? { ...entry, link: await linkFacts(session, root, full) } : entry
  })
}

async function linkFacts(session: SftpSession, root: ServerPath, full: ServerPath): Promise<LinkFacts> {
  const [target, leadsTo] = await Promise.all([linkTarget(session, full), leadsToAt(session, root, full)])
  return { target, leadsTo }
}

/** Returns the path that a link contains. Empty if the server refuses to tell it, or the link is gone. */
export async function linkTarget(session: SftpSession, full: ServerPath): Promise<string> {
  try {
    return shownName(await session.readLink(full))
  } catch (error) {
    if (error instanceof StatusError) return ''
    throw error
  }
}

async function leadsToAt(session: SftpSession, root: ServerPath, full: ServerPath): Promise<LinkFacts['leadsTo']> {
  try {
    const [real, attributes] = await Promise.all([session.realPath(full), statIfAny(session.stat(full))])
    if (!isWithin(root, real)) return 'outside'
    return attributes ? leadsToOf(attributes) : 'nothing'
  } catch (error) {
    if (!(error instanceof StatusError)) throw error
    return error.status === noSuchFile ? 'nothing' : 'unknown'
  }
}

/** Returns undefined if nothing exists at the path. */
export async function statIfAny(work: Promise<Attributes>): Promise<Attributes | undefined> {
  try {
    return await work
  } catch (error) {
    if (error instanceof StatusError && error.status === noSuchFile) return undefined
    throw error
  }
}
