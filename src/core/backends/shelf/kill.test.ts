/**
 * Kills programs at random moments, several at a time on one shelf: no acknowledged version may be lost. For a longer
 * run: PORTOLAN_SHELF_KILLS=100 PORTOLAN_SHELF_WRITERS=4 npx vitest run src/core/backends/shelf/kill.test.ts
 */
import { spawn } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openShelf } from './index.ts'
import { finishRenames } from './write/rename.ts'
import { scanShelf } from './outside/scan.ts'
import { verifyShelf } from './repair/verify.ts'
import writerPath from './testing/writer.ts?modulePath'

const { signal } = new AbortController()
const writers = Number(process.env['PORTOLAN_SHELF_WRITERS'] ?? 2)
const kills = Number(process.env['PORTOLAN_SHELF_KILLS'] ?? 30)
const rounds = Math.ceil(kills / writers)
/** With more writers than folders, some writers change the same files. */
const folders = ['one', 'two']
const longestMs = 180_000 + kills * 3000
const mostAcknowledged = 8
const mostDelayMs = 100

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'portolan-killed-'))
})
afterEach(() => rm(root, { recursive: true }))

/** Kills a writer shortly after a random number of acknowledgements, and returns what it reported. */
async function killedWriter(folder: string): Promise<string[]> {
  const child = spawn(process.execPath, [writerPath, root, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  let told = ''
  let isToEnd = false
  const enough = 2 + Math.floor(Math.random() * mostAcknowledged)
  child.stdout.on('data', (chunk: Buffer) => {
    told += chunk.toString()
    if (isToEnd || told.split('\n').length < enough + 1) return
    isToEnd = true
    setTimeout(() => child.kill('SIGKILL'), Math.random() * mostDelayMs)
  })
  await new Promise((resolve) => child.on('close', resolve))
  expect(isToEnd).toBe(true)
  return told.split('\n').slice(1, -1) // the last line may be incomplete
}

/** Returns the contents whose chunks are in the index although no version uses them. */
function contentsWithoutVersion(): unknown[] {
  const db = new Database(join(root, '.portolan/index.db'), { timeout: 5000 })
  try {
    expect(db.prepare('select count(*) as n from chunks').get()).not.toEqual({ n: 0 })
    return db.prepare('select distinct sum from chunks where sum not in (select sum from versions)').all()
  } finally {
    db.close()
  }
}

it(
  'loses no version when writers are killed, and its files match the index after a restart',
  { timeout: longestMs },
  async () => {
    const acknowledged: string[] = []
    for (let round = 0; round < rounds; round += 1) {
      const told = await Promise.all(
        Array.from({ length: writers }, (_, at) => killedWriter(folders[at % folders.length] ?? '')),
      )
      acknowledged.push(...told.flat())
    }
    expect(acknowledged.filter((line) => line.startsWith('failed'))).toEqual([])
    expect(acknowledged.length).toBeGreaterThanOrEqual(writers * rounds)

    const open = await openShelf(root, signal)
    const { shelf } = open
    try {
      await finishRenames(shelf, signal)
      await scanShelf(shelf, signal)
      const kept = new Set<string>()
      for await (const { sum, problem } of verifyShelf(shelf, { signal })) {
        expect(problem).toBeUndefined()
        kept.add(sum)
      }
      expect(acknowledged.filter((sum) => !kept.has(sum))).toEqual([])
      expect(await readdir(shelf.layout.staged)).toEqual([])
      expect(contentsWithoutVersion()).toEqual([])
      for (const folder of folders) {
        const names = await readdir(join(root, folder))
        const files = names.filter((name) => !name.startsWith('.portolan-'))
        expect([...shelf.history.presentIn(folder).keys()].toSorted()).toEqual(files.toSorted())
      }
    } finally {
      await open.close()
    }
  },
)
