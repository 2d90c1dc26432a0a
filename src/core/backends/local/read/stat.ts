import { lstat, readlink, realpath, stat } from 'node:fs/promises'
import type { Stats } from 'node:fs'
import type { Entry, LinkFacts } from '../../../../contract/entry.ts'
import { baseName } from '../../../../contract/location.ts'
import { escapeName } from '../../byte-names.ts'
import { kindOf, leadsToOf, modifiedOf } from './facts.ts'
import { failingAs } from '../failures/failures.ts'
import { leadsToOnError } from './list-folder.ts'
import { isWithin, type OsPath, osPathOf } from '../paths/names.ts'
import { resolvePath } from '../paths/resolve-path.ts'

/** Returns the entry at a path. A link is returned itself, not its target. */
export async function statEntry(root: string, path: string): Promise<Entry> {
  return failingAs('local.stat', path, async () => {
    const full = path === '' ? root : (await resolvePath(root, path, 'local.stat')).full
    const stats = await lstat(full)
    const link = kindOf(stats) === 'link' ? await linkFacts(root, full) : undefined
    return { ...entryOf(path, stats), ...(link && { link }) }
  })
}

/** Describes an entry that is not a link. */
export function entryOf(path: string, stats: Stats): Entry {
  const kind = kindOf(stats)
  return {
    name: baseName(path),
    kind,
    ...(kind === 'file' && { sizeBytes: stats.size }),
    modifiedMs: modifiedOf(stats),
  }
}

async function linkFacts(root: string, full: OsPath): Promise<LinkFacts> {
  const target = escapeName(await readlink(full, { encoding: 'buffer' }))
  try {
    const real = osPathOf(await realpath(full, { encoding: 'buffer' }))
    return { target, leadsTo: isWithin(root, real) ? leadsToOf(await stat(real)) : 'outside' }
  } catch (error) {
    return { target, leadsTo: leadsToOnError(error) }
  }
}
