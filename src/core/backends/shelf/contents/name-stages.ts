/** Staged contents are put on the disk, and only then named. Runs in a worker thread. */
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
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

export function nameStages({ content }: Places, stages: readonly Stage[]): void {
  const { dev } = statSync(content)
  const changed = new Set<string>()
  for (const { path, sum } of stages) {
    const folder = join(content, sum.slice(0, 2))
    const full = join(content, contentPath(sum))
    if (existsSync(full)) {
      rmSync(path)
      continue
    }
    if (!changed.has(folder) && mkdirSync(folder, { recursive: true }) !== undefined) changed.add(content)
    changed.add(folder)
    renameSync(path, full)
  }
  flushFolders([...changed].map((path) => ({ path, dev, folder: path })))
}
