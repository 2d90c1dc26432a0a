/** Contents under temporary names, until they are complete and on the disk. Runs in a worker thread. */
import { closeSync, existsSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { contentPath, newStage } from './places.ts'
import type { Places, Stage } from './protocol.ts'

/** Staged contents are reported in groups of this size. */
const groupBytes = 64 * 1024 ** 2

export type Stages = ReturnType<typeof createStages>

/** A content that is already stored, or staged by the same job, is not staged again. */
export function createStages({ content, staged }: Places, tell: (stages: readonly Stage[]) => void) {
  const known = new Set<string>()
  let group: Stage[] = []
  let bytesIn = 0
  function end(): void {
    if (group.length > 0) tell(group)
    group = []
    bytesIn = 0
  }
  function isKnown(sum: string): boolean {
    return known.has(sum) || existsSync(join(content, contentPath(sum)))
  }
  function note(path: string, sum: string, sizeBytes: number): void {
    known.add(sum)
    group.push({ path, sum })
    bytesIn += sizeBytes
    if (bytesIn >= groupBytes) end()
  }
  return {
    end,
    next: () => newStage(staged),
    /** Adds a stage of another thread. */
    note: ({ path, sum }: Stage, sizeBytes: number) => note(path, sum, sizeBytes),
    add(sum: string, bytes: Uint8Array): void {
      if (isKnown(sum)) return
      const path = newStage(staged)
      writeNew(path, bytes)
      note(path, sum, bytes.length)
    },
    take(path: string, sum: string): void {
      if (isKnown(sum)) rmSync(path)
      else note(path, sum, 0)
    },
  }
}

function writeNew(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'wx', 0o600)
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
  } catch (error) {
    rmSync(path, { force: true })
    throw error
  } finally {
    closeSync(file)
  }
}
