import { mkdir } from 'node:fs/promises'
import { failingAs, refuse } from './failures.ts'
import { placeOf } from './resolve.ts'

export async function makeFolder(root: string, path: string): Promise<void> {
  return failingAs('local.makeFolder', path, async () => {
    if (path === '')
      throw refuse('exists', () => 'The top folder of a mount is always there.', 'local.makeFolder', path)
    await mkdir((await placeOf(root, path, 'local.makeFolder')).full)
  })
}
