/** Measures the blocks on disk and evicts files, the least recently used first. */
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

export interface KeptFile {
  readonly folder: string
  readonly bytes: number
  readonly usedMs: number
}

/** Returns all files below one of our folders. Files that disappear in the meantime are left out. */
export async function keptFiles(folder: string): Promise<KeptFile[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const found: KeptFile[] = []
  for (const entry of entries) {
    if (!entry.isDirectory()) continue
    const below = join(folder, entry.name)
    if (entry.name.endsWith('~')) found.push(await keptFile(below))
    else found.push(...(await keptFiles(below)))
  }
  return found
}

async function keptFile(folder: string): Promise<KeptFile> {
  let bytes = 0
  let usedMs = 0
  for (const name of await readdir(folder).catch(() => [])) {
    const facts = await stat(join(folder, name)).catch(() => undefined)
    bytes += facts?.size ?? 0
    if (name === 'state') usedMs = facts?.mtimeMs ?? 0
  }
  return { folder, bytes, usedMs }
}

/**
 * Evicts more than necessary, so that it is not needed for every block. This also leaves space for what programs add
 * before their next check.
 */
export async function makeRoom(folder: string, mostBytes: number): Promise<void> {
  const files = (await keptFiles(folder)).toSorted((one, other) => one.usedMs - other.usedMs)
  let bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  if (bytes <= mostBytes * 0.85) return
  for (const file of files) {
    if (bytes <= mostBytes * 0.75) break
    await rm(file.folder, { recursive: true, force: true }).catch(() => {})
    bytes -= file.bytes
  }
}
