import { lstat, readdir, rmdir, unlink } from 'node:fs/promises'
import { codeOf } from '../failures/error-code.ts'
import { kindOf } from '../read/facts.ts'
import { joinOs, type OsPath } from '../paths/names.ts'

/** One that a batch of new folders left behind when the program was killed. It holds files alone: nothing below it is followed. */
export async function removeStagedFolder(stage: OsPath): Promise<void> {
  try {
    if (kindOf(await lstat(stage)) !== 'folder') return
    for (const name of await readdir(stage, { encoding: 'buffer' })) await unlink(joinOs(stage, name))
    await rmdir(stage)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
}
