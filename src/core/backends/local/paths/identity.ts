import { lstat, realpath } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import { escapeName } from '../../byte-names.ts'
import type { Identity } from '../../identity.ts'
import { toOsPath } from './os-path.ts'

/** Returns where an entry really is on this computer. Each path has one spelling, even if it is not valid Unicode. */
export async function identityOf(root: string, path: string): Promise<Identity | undefined> {
  try {
    const real = await realOf(Buffer.from(toOsPath(root, path, 'local.identity')))
    const there = await lstat(real, { bigint: true }).catch(() => undefined)
    return {
      store: 'local',
      path: escapeName(real).replaceAll(sep, '/'),
      isOnlyPath: true,
      ...(there && { file: `${there.dev} ${there.ino}` }),
    }
  } catch {
    return undefined
  }
}

async function realOf(path: Buffer): Promise<Buffer> {
  try {
    return await realpath(path, { encoding: 'buffer' })
  } catch (error) {
    const parts = path.toString('latin1') // one character for each byte
    const parent = dirname(parts)
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === parts) throw error
    const real = await realOf(Buffer.from(parent, 'latin1'))
    return Buffer.from(join(real.toString('latin1'), basename(parts)), 'latin1')
  }
}
