import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { signal } from '../tables.test-support.ts'
import { startEngine } from './engine.ts'
import workerPath from './engine-worker.ts?modulePath'
import type { EngineStart } from './protocol.ts'

let folder: string
let start: EngineStart
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-engine-'))
  const limits = { memoryBytes: 500_000_000, temporaryBytes: 100_000_000 }
  start = { kind: 'start', sql: 'select 1', files: [], folder, limits }
})
afterAll(() => rmSync(folder, { recursive: true }))

it('explains how to install the engine if it is missing', async () => {
  const program = join(folder, 'worker.mjs')
  copyFileSync(workerPath, program) // No dependency is installed next to the copied program.
  await expect(startEngine(start, { signal, program })).rejects.toMatchObject({
    failure: { kind: 'unsupported', message: expect.stringContaining('not installed') as string },
  })
})

it('fails only the query of an engine that crashes', async () => {
  const program = join(folder, 'crash.mjs')
  writeFileSync(program, "process.on('message', () => process.kill(process.pid, 'SIGSEGV'))")
  await expect(startEngine(start, { signal, program })).rejects.toThrow('ended unexpectedly')
  const engine = await startEngine(start, { signal })
  await engine.end()
  await expect(engine.ask({ kind: 'run' })).rejects.toThrow('ended unexpectedly')
})

it('hides the environment variables of the program from the engine', async () => {
  const program = join(folder, 'env.mjs')
  const body =
    "process.on('message', () => process.send({ kind: 'plan', json: Object.keys(process.env).sort().join() }))"
  writeFileSync(program, body)
  process.env['PORTOLAN_TEST_SECRET'] = 'x'
  const engine = await startEngine(start, { signal, program })
  const answer = await engine.ask({ kind: 'plan' })
  delete process.env['PORTOLAN_TEST_SECRET']
  await engine.end()
  expect(answer).toMatchObject({ kind: 'plan' })
  expect(JSON.stringify(answer)).not.toContain('SECRET')
})
