/** Reads the names of this computer's users and groups, as far as its own files contain them. */
import { readFile, stat } from 'node:fs/promises'
import type { Account } from '../../../../contract/permissions.ts'

export interface AccountNames {
  of(kind: AccountKind, id: number): Promise<Account>
  /** Finds the number for a name or a number; undefined for an unknown name. */
  find(kind: AccountKind, text: string): Promise<number | undefined>
}
export type AccountKind = 'owner' | 'group'

const files: Readonly<Record<AccountKind, string>> = { owner: '/etc/passwd', group: '/etc/group' }

export function createAccountNames(): AccountNames {
  const known = new Map<AccountKind, { readonly modifiedMs: number; readonly ids: ReadonlyMap<string, number> }>()

  async function idsOf(kind: AccountKind): Promise<ReadonlyMap<string, number>> {
    try {
      const modifiedMs = (await stat(files[kind])).mtimeMs
      const there = known.get(kind)
      if (there?.modifiedMs === modifiedMs) return there.ids
      const ids = readIds(await readFile(files[kind], 'utf8'))
      known.set(kind, { modifiedMs, ids })
      return ids
    } catch {
      return new Map() // then numbers are shown
    }
  }
  return {
    async of(kind, id) {
      for (const [name, each] of await idsOf(kind)) if (each === id) return { id, name }
      return { id }
    },
    async find(kind, text) {
      return (await idsOf(kind)).get(text) ?? (/^\d{1,10}$/.test(text) ? Number(text) : undefined)
    },
  }
}

/** Parses lines such as `name:x:1000:…`. */
function readIds(text: string): ReadonlyMap<string, number> {
  const ids = new Map<string, number>()
  for (const line of text.split('\n')) {
    const [name = '', , id = ''] = line.split(':')
    if (name !== '' && /^\d+$/.test(id) && !ids.has(name)) ids.set(name, Number(id))
  }
  return ids
}
