/** Contents under the names they have until they are whole and on the disk. Runs in a worker thread. */
import { webcrypto } from 'node:crypto'
import { closeSync, existsSync, openSync, rmSync, writeSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { contentPath, newStage } from './places.ts'
import type { Places, Stage } from './protocol.ts'

/** So many bytes are staged before they are told. */
const groupBytes = 64 * 1024 ** 2

export type Stages = ReturnType<typeof createStages>

/** What is kept already, or staged by the same job, is not staged again. */
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
    add(sum: string, bytes: Uint8Array): void {
      if (isKnown(sum)) return
      const path = newStage(staged)
      writeNew(path, bytes)
      note(path, sum, bytes.length)
    },
    /** Done by other threads. Gives the sum. */
    async addChunk(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
      const sum = Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex')
      if (isKnown(sum)) return sum
      known.add(sum)
      const path = newStage(staged)
      try {
        await writeFile(path, bytes, { flag: 'wx', mode: 0o600 })
      } catch (error) {
        rmSync(path, { force: true })
        throw error
      }
      note(path, sum, bytes.length)
      return sum
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
