import { execFile } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLogFile } from './log-file.ts'

let folder: string
const path = () => join(folder, 'logs', 'portolan.log')
const linesOf = (file: string) => readFileSync(file, 'utf8').split('\n').filter(Boolean)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-log-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('the log file', () => {
  it('has one line of JSON per entry and is readable by its owner only', async () => {
    const log = createLogFile(path())
    log.write({ n: 1, text: 'two\nlines' })
    log.write({ n: 2 })
    await log.close()
    log.write({ n: 3 })
    expect(linesOf(path()).map((line) => (JSON.parse(line) as { n: number }).n)).toEqual([1, 2])
    if (process.platform !== 'win32') expect(statSync(path()).mode & 0o777).toBe(0o600)
  })

  it('is rotated at a limit and keeps a few older files', async () => {
    for (let round = 0; round < 30; round += 1) {
      const log = createLogFile(path(), { mostBytes: 1000, mostOld: 2 })
      for (let n = 0; n < 10; n += 1) log.write({ round, n, padding: 'x'.repeat(50) })
      await log.close()
    }
    const names = readdirSync(join(folder, 'logs')).toSorted()
    expect(names).toEqual(['portolan.log', 'portolan.log.1', 'portolan.log.2'])
    for (const name of names) expect(statSync(join(folder, 'logs', name)).size).toBeLessThan(2500)
    const newest = linesOf(path()).map((line) => (JSON.parse(line) as { round: number }).round)
    expect(newest.at(-1)).toBe(29)
  })

  it('accepts lines of several processes at once, each whole', async () => {
    const script = `
      import { createLogFile } from ${JSON.stringify(join(import.meta.dirname, 'log-file.ts'))}
      const log = createLogFile(${JSON.stringify(path())}, { mostBytes: 60_000, mostOld: 50 })
      for (let n = 0; n < 600; n += 1) {
        log.write({ from: process.argv[2], n, padding: 'y'.repeat(n % 300) })
        if (n % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 205))
      }
      await log.close()`
    // The sources are bundled first, because older Node versions do not run TypeScript.
    const { build } = await import('vite')
    const entry = join(folder, 'writer.ts')
    writeFileSync(entry, script)
    await build({
      configFile: false,
      logLevel: 'silent',
      build: { ssr: entry, outDir: folder, emptyOutDir: false, rollupOptions: { output: { entryFileNames: 'w.mjs' } } },
    })
    const run = promisify(execFile)
    const names = ['a', 'b', 'c']
    await Promise.all(names.map((name) => run(process.execPath, [join(folder, 'w.mjs'), name])))
    const lines = readdirSync(join(folder, 'logs'))
      .filter((name) => !name.endsWith('.lock'))
      .flatMap((name) => linesOf(join(folder, 'logs', name)))
      .map((line) => JSON.parse(line) as { from: string; n: number })
    for (const name of names) {
      const numbers = lines.filter(({ from }) => from === name).map(({ n }) => n)
      expect(new Set(numbers).size).toBe(600)
      expect(numbers).toHaveLength(600)
    }
  }, 60_000)

  it('ignores a failed write, and later records the number of lost lines', async () => {
    writeFileSync(join(folder, 'logs'), 'a file is in its way')
    const log = createLogFile(path())
    log.write({ n: 1 })
    await new Promise((resolve) => setTimeout(resolve, 400))
    rmSync(join(folder, 'logs'))
    log.write({ n: 2 })
    await log.close()
    expect(linesOf(path()).map((line) => JSON.parse(line) as object)).toMatchObject([{ lostLines: 1 }, { n: 2 }])
  })

  it('limits the lines in memory while the disk cannot be written', async () => {
    writeFileSync(join(folder, 'logs'), '')
    const log = createLogFile(path())
    for (let n = 0; n < 3000; n += 1) log.write({ n, padding: 'z'.repeat(1000) })
    rmSync(join(folder, 'logs'))
    await log.close()
    const lines = linesOf(path())
    expect(lines.length).toBeLessThan(1100)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ lostLines: 3000 - (lines.length - 1) })
  })

  it.skipIf(process.platform === 'win32')(
    'does not follow a symbolic link, and restricts the permissions of an existing file',
    async () => {
      mkdirSync(join(folder, 'logs'))
      const other = join(folder, 'other')
      symlinkSync(other, path())
      const log = createLogFile(path())
      log.write({ n: 1 })
      await log.close()
      expect(existsSync(other)).toBe(false)
      rmSync(path())
      writeFileSync(path(), '')
      chmodSync(path(), 0o644)
      const again = createLogFile(path())
      again.write({ n: 2 })
      await again.close()
      expect(statSync(path()).mode & 0o777).toBe(0o600)
    },
  )
})
