import { readdir, unlink } from 'node:fs/promises'
import type { Waits } from '../../backend.ts'
import { isStageId } from '../../facets/stages.ts'
import { codeOf } from '../failures/error-code.ts'
import { failingAs, refuse } from '../failures/failures.ts'
import { joinOs } from '../paths/names.ts'
import { realPathOf } from '../paths/resolve-path.ts'

const operation = 'local.bulk.tidy'

/**
 * Removes the staging files and folders in a folder whose names begin with an id. Does nothing if the folder is gone.
 */
export async function tidyStages(root: string, path: string, id: string, { signal }: Waits): Promise<void> {
  return failingAs(operation, path, async () => {
    signal.throwIfAborted()
    if (!isStageId(id)) throw refuse('bad-input', 'store.bad-stage', operation, path)
    const wanted = new RegExp(`^\\.portolan-${id}[a-z0-9]*\\.part$`)
    try {
      const folder = await realPathOf(root, path, operation)
      for (const name of await readdir(folder)) if (wanted.test(name)) await unlink(joinOs(folder, name))
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error
    }
  })
}
