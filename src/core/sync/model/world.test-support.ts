/** Two places with a real queue. The program can be killed at any call and restarted from the data on the disk. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { StorageError } from '../../../contract/failure.ts'
import type { PlanItem, PlanRow, SideName, SyncSettings } from '../../../contract/sync/plan.ts'
import { nextTask } from '../../../lib/flow/next-task.ts'
import type { Backend } from '../../backends/backend.ts'
import { pairId } from '../pair/pairs.ts'
import { planPair } from '../pair/plan-pair.ts'
import { type StartDeps, startPlan } from '../pair/start-plan.ts'
import { createTransfers, type Transfers } from '../../transfers/transfers.ts'
import { type Faults, withRandomFaults } from './faults.test-support.ts'

const { signal } = new AbortController()

export type RunEnd = 'nothing' | 'ended' | 'failed' | 'crashed'

export interface PlanEnd extends Extract<PlanItem, { kind: 'end' }> {
  readonly rows: readonly PlanRow[]
}

export interface World {
  /** Access without faults. */
  readonly sides: Readonly<Record<SideName, Backend>>
  plan(settings: SyncSettings): Promise<PlanEnd>
  /** Resumes a stopped transfer, plans, and carries the plan out regardless of guards. */
  sync(settings: SyncSettings, faults?: Faults): Promise<RunEnd>
  close(): Promise<void>
}

interface Program {
  readonly transfers: Transfers
  readonly mounts: StartDeps['mounts']
  readonly now: () => number
}

/** Nothing here has to survive a power failure. */
const usualTop = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
export const places = { left: { mount: 'left', path: '' }, right: { mount: 'right', path: '' } }

export function createWorld(sides: Readonly<Record<SideName, Backend>>, clockMs: () => number = Date.now): World {
  const top = mkdtempSync(join(usualTop, 'portolan-model-'))
  let generation = 0
  let program: Program | undefined
  const closing: Promise<void>[] = []
  const folder = () => join(top, String(generation))

  /** Copies what a kill leaves: the files as they are at this moment, with an owner that is gone. */
  function crash(): void {
    const [old, was] = [folder(), program]
    generation += 1
    program = undefined
    copyData(old, folder())
    if (was) closing.push(was.transfers.close().catch(() => {}))
  }
  function open(faults: Faults): { readonly opened: Program; readonly crashed: Promise<'crashed'> } {
    let tell = () => {}
    const crashed = new Promise<'crashed'>((resolve) => (tell = () => resolve('crashed')))
    const shared = { isDead: false, changes: 0 }
    const seen = (side: SideName) =>
      withRandomFaults(sides[side], side, faults, shared, () => {
        crash()
        tell()
      })
    const backends = { left: seen('left'), right: seen('right') }
    const mounts = {
      open: async (name: string) => {
        const info = { name, type: 'memory', group: 'other', readOnly: false, builtIn: false } as const
        return { info, backend: backends[name as SideName] }
      },
    }
    mkdirSync(folder(), { recursive: true })
    const quick = { runsAll: true, patienceMs: 0, firstWaitMs: 0 }
    program = { mounts, now: clockMs, transfers: createTransfers({ mounts, folder: folder(), now: clockMs, ...quick }) }
    return { opened: program, crashed }
  }
  async function shut() {
    const was = program
    program = undefined
    await was?.transfers.close()
  }

  async function sync(settings: SyncSettings, faults: Faults): Promise<RunEnd> {
    await shut()
    const { opened, crashed } = open(faults)
    const work = carryOut(opened, settings, faults)
    work.catch(() => {}) // Nothing waits for the work of a killed program.
    return Promise.race([crashed, work])
  }
  return {
    sides,
    sync: (settings, faults = {}) => sync(settings, faults),
    async plan(settings) {
      await shut()
      return planned(open({}).opened, settings)
    },
    async close() {
      await shut()
      await Promise.all(closing)
      rmSync(top, { recursive: true })
    },
  }
}

function copyData(from: string, to: string): void {
  mkdirSync(join(to, 'sync'), { recursive: true })
  for (const path of readdirSync(from, { recursive: true }) as string[])
    if (/\.db(-wal)?$/.test(path)) cpSync(join(from, path), join(to, path))
  const db = new Database(join(to, 'transfers.db'))
  db.exec("update transfers set owner = 'another-computer/1/gone', owner_seen_ms = 0 where owner is not null")
  db.close()
}

function depsOf({ transfers, mounts, now }: Program): StartDeps {
  return {
    mounts,
    pairs: transfers.pairs,
    isOpen: (id) => transfers.isOpen(id),
    now,
    enqueue: (request) => transfers.start(request),
  }
}

async function planned(program: Program, settings: SyncSettings): Promise<PlanEnd> {
  const rows: PlanRow[] = []
  for await (const item of planPair(depsOf(program), settings, { signal })) {
    if (item.kind === 'rows') rows.push(...item.rows)
    else if (item.kind === 'end') return { ...item, rows }
  }
  throw new Error('the plan has no end')
}

const allGuards = ['deletions', 'empty-side', 'newer-replaced', 'other-place', 'base-missing', 'clock']

async function carryOut(program: Program, settings: SyncSettings, { afterPlan }: Faults): Promise<RunEnd> {
  const { transfers } = program
  try {
    for (const id of transfers.pairs.open(pairId(settings)).plans.transfers()) await goOn(transfers, id)
    const { plan } = await planned(program, settings)
    await afterPlan?.()
    const { transfer } = await startPlan(depsOf(program), { plan, despite: allGuards }, { signal })
    if (transfer === undefined) return 'nothing'
    return (await hasEnded(transfers, transfer)) ? 'ended' : 'failed'
  } catch (error) {
    if (error instanceof StorageError) return 'failed'
    throw error
  }
}

/** Resumes a stopped transfer. */
async function goOn(transfers: Transfers, id: number): Promise<void> {
  if (!transfers.isOpen(id)) return
  if (transfers.get(id).state === 'paused') await transfers.resume(id)
  await hasEnded(transfers, id)
}

/** Returns false if the transfer is paused because of a failure that is not temporary. */
async function hasEnded(transfers: Transfers, id: number): Promise<boolean> {
  while (transfers.isOpen(id)) {
    const { state, problem } = transfers.get(id)
    if (problem?.kind === 'internal' && !problem.operation.startsWith('faults.')) throw new Error(problem.detail)
    if (state === 'paused') return false
    await nextTask()
  }
  return true
}
