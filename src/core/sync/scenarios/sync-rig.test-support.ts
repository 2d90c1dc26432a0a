/** Plans syncs and carries them out with a real queue. */
import type { PlanItem, PlanRow, SyncSettings } from '../../../contract/sync/plan.ts'
import type { Transfers, TransfersDeps } from '../../transfers/transfers.ts'
import { createRig, outcomesOf, type Rig, type Tree } from '../../transfers/transfers.test-support.ts'
import { planPair } from '../pair/plan-pair.ts'
import { type StartDeps, startPlan, type StartWish } from '../pair/start-plan.ts'

const { signal } = new AbortController()

type End = Extract<PlanItem, { kind: 'end' }>
export interface Planned extends End {
  readonly rows: readonly PlanRow[]
  /** `path way` for each row, sorted. */
  readonly ways: readonly string[]
  /** The kinds of the guards. */
  readonly stops: readonly string[]
}

export interface SyncRig {
  readonly rig: Rig
  deps(transfers?: Transfers): StartDeps
  plan(more?: Partial<SyncSettings>): Promise<Planned>
  /** Returns how each item ended, sorted. */
  start(wish: StartWish): Promise<readonly string[]>
  sync(more?: Partial<SyncSettings>): Promise<readonly string[]>
  /** Returns the tree of a side without entries that were put aside. */
  live(mount: string): Promise<Tree>
  /** Returns the texts that were put aside on a side. */
  aside(mount: string): Promise<readonly string[]>
  remove(mount: string, ...paths: readonly string[]): Promise<void>
  write(mount: string, path: string, text: string, modifiedMs: number): Promise<void>
  move(mount: string, from: string, to: string): Promise<void>
  close(): Promise<void>
}

/** The default settings: `memory` on the left and `other` on the right. */
export const twoWay: SyncSettings = {
  left: { mount: 'memory', path: '' },
  right: { mount: 'other', path: '' },
  mode: 'two-way',
  onConflict: 'keep-both',
  by: 'size-and-time',
  deleted: 'archive',
}

export async function createSyncRig(ofQueue: Partial<TransfersDeps> = {}): Promise<SyncRig> {
  const rig = await createRig(ofQueue)
  const deps = (transfers = rig.transfers): StartDeps => ({
    mounts: rig.mounts,
    pairs: transfers.pairs,
    isOpen: (id) => transfers.isOpen(id),
    now: Date.now,
    enqueue: (request) => transfers.start(request),
  })
  async function plan(more: Partial<SyncSettings> = {}): Promise<Planned> {
    const rows: PlanRow[] = []
    let end: End | undefined
    for await (const item of planPair(deps(), { ...twoWay, ...more }, { signal })) {
      if (item.kind === 'rows') rows.push(...item.rows)
      else if (item.kind === 'end') end = item
    }
    if (!end) throw new Error('the plan has no end')
    const ways = rows.map(({ path, way }) => `${path} ${way}`).toSorted()
    return { ...end, rows, ways, stops: end.guards.map(({ kind }) => kind) }
  }
  async function start(wish: StartWish) {
    const { transfer } = await startPlan(deps(), wish, { signal })
    if (transfer === undefined) return []
    await rig.untilEnded(transfer)
    return outcomesOf(rig.itemsOf(transfer)).toSorted()
  }
  const isAside = (path: string) => path.startsWith('.portolan-archive')
  return {
    rig,
    deps,
    plan,
    start,
    sync: async (more) => start({ plan: (await plan(more)).plan }),
    async live(mount) {
      return Object.fromEntries(Object.entries(await rig.treeOf(mount)).filter(([path]) => !isAside(path)))
    },
    async aside(mount) {
      const found = Object.entries(await rig.treeOf(mount)).filter(([path]) => isAside(path) && !path.endsWith('/'))
      return found.map(([, text]) => text).toSorted()
    },
    async remove(mount, ...paths) {
      for (const path of paths) await rig.backendOf(mount).remove(path, { signal })
    },
    async write(mount, path, text, modifiedMs) {
      const body = new Blob([text]).stream() as ReadableStream<Uint8Array>
      await rig.backendOf(mount).write(path, body, { ifExists: 'replace', modifiedMs, signal })
    },
    async move(mount, from, to) {
      await rig.backendOf(mount).rename?.rename(from, to, { ifExists: 'fail', signal })
    },
    close: () => rig.close(),
  }
}
