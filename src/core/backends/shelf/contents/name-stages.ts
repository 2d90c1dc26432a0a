/** Flushes staged contents to disk, and only then gives them names. Runs in a worker thread. */
import { mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { flushFiles, flushFolders } from '../../local/bulk/bulk-flush.ts'
import { contentPath } from './places.ts'
import type { Places, Stage } from './protocol.ts'

export function flushStages({ staged }: Places, stages: readonly Stage[]): void {
  const { dev } = statSync(staged)
  flushFiles(
    stages.map(({ path }) => ({ path, dev, folder: staged })),
    (_, error) => {
      throw error
    },
  )
}

/**
 * Renames the stages. A file that already has the name has the same bytes. Returns the folders that must be flushed to
 * disk.
 */
export function nameStages({ content }: Places, stages: readonly Stage[]): readonly string[] {
  const changed = new Set<string>()
  for (const { path, sum } of stages) {
    const folder = join(content, sum.slice(0, 2))
    if (!changed.has(folder) && mkdirSync(folder, { recursive: true }) !== undefined) changed.add(content)
    changed.add(folder)
    renameSync(path, join(content, contentPath(sum)))
  }
  return [...changed]
}

export function flushNames({ content }: Places, folders: readonly string[]): void {
  const { dev } = statSync(content)
  flushFolders(folders.map((path) => ({ path, dev, folder: path })))
}
