/** Runs of saved pairs with real folders: a user accepts only what that user has seen. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Contract } from '../contract/contract.ts'
import type { PairRun, PairSchedule, RunPair } from '../contract/sync/pairs.ts'
import type { SyncSettings } from '../contract/sync/plan.ts'
import type { Transfer } from '../contract/transfer.ts'
import type { Connection } from '../rpc/client.ts'
import { connectInProcess } from './connect-in-process.ts'
import { createHost } from './create-host.ts'
import type { Host } from './host.ts'

let folder: string
let host: Host
let connection: Connection<Contract>

const client = () => connection.client
const at = (path: string) => join(folder, 'home', path)
const namesIn = (path: string) => readdirSync(at(path)).filter((name) => !name.startsWith('.'))
const settings: SyncSettings = {
  left: { mount: 'Home', path: 'left' },
  right: { mount: 'Home', path: 'right' },
  mode: 'mirror',
  onConflict: 'keep-both',
  by: 'size-and-time',
  deleted: 'archive',
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-host-'))
  for (const side of ['left', 'right']) mkdirSync(at(side), { recursive: true })
  writeFileSync(at('left/kept'), 'kept')
  host = await createHost({
    version: '1.2.3',
    configFolder: join(folder, 'config'),
    dataFolder: join(folder, 'data'),
    homeFolder: join(folder, 'home'),
    env: {},
  })
  connection = connectInProcess(host)
})

afterEach(async () => {
  connection.close()
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

async function save(schedule: PairSchedule = {}) {
  await client().pairs.save({ pair: { name: 'Pair', settings, schedule } })
}

/** Returns the run when it is over. */
async function ended(isWanted: (run: PairRun) => boolean): Promise<PairRun> {
  for await (const { pairs } of client().pairs.watch({})) {
    const last = pairs.find(({ name }) => name === 'Pair')?.last
    if (last && last.outcome !== 'running' && isWanted(last)) return last
  }
  throw new Error('the host ended')
}
async function run(wish: Omit<RunPair, 'name'> = {}): Promise<PairRun> {
  const begun = await client().pairs.run({ name: 'Pair', ...wish })
  return ended(({ id }) => id === begun.run)
}
async function transferOf({ transfer }: PairRun): Promise<Transfer | undefined> {
  for await (const { transfers } of client().transfers.watch({})) return transfers.find(({ id }) => id === transfer)
  return undefined
}

function fillRight(count: number) {
  for (let n = 0; n < count; n++) writeFileSync(at(`right/${n}`), String(n))
}

test('runs the confirmed plan, without changes that were made since', async () => {
  fillRight(20)
  await save()
  const stopped = await run()
  expect([stopped.outcome, stopped.totals?.right.deleted]).toEqual(['stopped', 20])
  writeFileSync(at('right/since'), 'came since')
  const done = await run({ plan: stopped.plan ?? '', despite: ['deletions'] })
  expect([done.outcome, done.totals?.right.deleted, done.items?.done]).toEqual(['done', 20, 21])
  expect(namesIn('right')).toEqual(['kept', 'since'])
})

test('stops again if another plan replaced the confirmed one', async () => {
  fillRight(20)
  await save()
  const stopped = await run()
  fillRight(40)
  for await (const item of client().sync.plan({ settings })) if (item.kind === 'end') break
  const again = await run({ plan: stopped.plan ?? '', despite: ['deletions'] })
  expect([again.outcome, again.totals?.right.deleted]).toEqual(['stopped', 40])
  expect(namesIn('right')).toHaveLength(40)
})

test('runs without deletions, and keeps rows that a person changed', async () => {
  fillRight(20)
  await save()
  const stopped = await run()
  const done = await run({ plan: stopped.plan ?? '', withoutDeletions: true })
  expect([done.outcome, namesIn('right').length]).toEqual(['done', 21])

  let plan = ''
  const rows = []
  for await (const item of client().sync.plan({ settings })) {
    if (item.kind === 'rows') rows.push(...item.rows)
    if (item.kind === 'end') ({ plan } = item)
  }
  const turned = rows.slice(1).map(({ number }) => ({ number, way: 'nothing' as const }))
  expect((await run({ plan, turned, despite: ['deletions'] })).items?.done).toBe(1)
  expect(namesIn('right')).toHaveLength(20)
})

test('marks a sync that the schedule started, but not one that a person started', async () => {
  await save()
  expect((await transferOf(await run()))?.isUnasked).toBeUndefined()
  writeFileSync(at('left/new'), 'new')
  await client().pairs.save({ pair: { name: 'Pair', settings, schedule: { onMount: true } }, was: 'Pair' })
  const unasked = await ended(({ begunBy }) => begunBy === 'mount')
  expect((await transferOf(unasked))?.isUnasked).toBe(true)
})
