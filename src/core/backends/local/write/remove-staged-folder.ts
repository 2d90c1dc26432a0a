import { lstat, readdir, rmdir, unlink } from 'node:fs/promises'
import { codeOf } from '../failures/error-code.ts'
import { kindOf } from '../read/facts.ts'
import { joinOs, type OsPath } from '../paths/names.ts'

/**
 * Removes a staging folder that a batch of new folders left when the program was killed. It contains only files, so
 * nothing below it is followed.
 */
export async function removeStagedFolder(stage: OsPath): Promise<void> {
  try {
    if (kindOf(await lstat(stage)) !== 'folder') return
    for (const name of await readdir(stage, { encoding: 'buffer' })) await unlink(joinOs(stage, name))
    await rmdir(stage)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
}
