/** Reads the names of a server's users and groups, if the server reports them. OpenSSH does since version 9. */
import type { Account } from '../../../../contract/permissions.ts'
import { StatusError } from '../wire/exchange.ts'
import type { SftpSession } from '../wire/session.ts'

interface Names {
  readonly owner: Map<number, string>
  readonly group: Map<number, string>
}
export type AccountKind = keyof Names

const namesOf = new WeakMap<SftpSession, Names>()

function namesIn(session: SftpSession): Names {
  const there = namesOf.get(session)
  if (there) return there
  const names: Names = { owner: new Map(), group: new Map() }
  namesOf.set(session, names)
  return names
}

export async function accountsOf(
  session: SftpSession,
  { user, group }: { readonly user: number; readonly group: number },
): Promise<{ readonly owner: Account; readonly group: Account }> {
  const names = namesIn(session)
  if (!names.owner.has(user) || !names.group.has(group)) await ask(session, names, user, group)
  return { owner: account(user, names.owner.get(user)), group: account(group, names.group.get(group)) }
}

/**
 * Returns the number for a number or for a name that was seen on this server. Undefined for other names, because
 * servers do not look names up.
 */
export function idOfAccount(session: SftpSession, kind: AccountKind, text: string): number | undefined {
  for (const [id, name] of namesIn(session)[kind]) if (name === text && name !== '') return id
  return /^\d{1,10}$/.test(text) ? Number(text) : undefined
}

async function ask(session: SftpSession, names: Names, user: number, group: number): Promise<void> {
  const [owner = '', ofGroup = ''] = await asked(session, user, group)
  names.owner.set(user, owner)
  names.group.set(group, ofGroup)
}

async function asked(session: SftpSession, user: number, group: number): Promise<readonly string[]> {
  if (!session.can('accountNames')) return []
  try {
    return await session.accountNames(user, group)
  } catch (error) {
    if (error instanceof StatusError) return []
    throw error
  }
}

function account(id: number, name: string | undefined): Account {
  return { id, ...(name !== undefined && name !== '' && { name }) }
}
