/**
 * Small own files that several programs may read and change. They are replaced in one step, by one program at a time.
 */
import { randomBytes } from 'node:crypto'
import { mkdir, open, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Replaces a file so that readers see either the old one or the complete new one. Only its owner may read it. */
export async function writeInOneStep(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const stage = `${path}.${randomBytes(6).toString('hex')}.part`
  try {
    const file = await open(stage, 'wx', 0o600)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(stage, path)
  } catch (error) {
    await unlink(stage).catch(() => {})
    throw error
  }
}
