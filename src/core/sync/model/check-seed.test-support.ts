/** One run of the model: edits and syncs in turn, with faults. After each sync, it checks which texts still exist. */
import { expect } from 'vitest'
import { StorageError } from '../../../contract/failure.ts'
import type { SideName, SyncSettings } from '../../../contract/sync/plan.ts'
import { type SyncMode, syncModes } from '../../../contract/sync/plan.ts'
import { looseName } from '../../../lib/text/loose-name.ts'
import type { Backend } from '../../backends/backend.ts'
import type { Random } from '../plan/model.test-support.ts'
import { createRandom } from '../plan/model.test-support.ts'
import {
  createEditor,
  type Editor,
  liveOf,
  noEdits,
  oddNames,
  plainNames,
  readTree,
  textsOf,
  type Tree,
  withPast,
} from './edits.test-support.ts'
import type { Faults } from './faults.test-support.ts'
import { createWorld, places, type RunEnd, type World } from './world.test-support.ts'

const sideNames = ['left', 'right'] as const
const hourMs = 3600_000
const { signal } = new AbortController()
const rounds = 3
/** The largest number of runs after the last fault. */
const mostRuns = 6

export interface SeedOptions {
  readonly sizesDiffer?: boolean
  readonly deleted?: SyncSettings['deleted']
}

export async function checkSeed(
  seed: number,
  random: Random,
  given: Readonly<Record<SideName, Backend>>,
  { sizesDiffer = false, deleted }: SeedOptions = {},
): Promise<void> {
  const skewMs = random.chance(0.3) ? (random.below(48) - 24) * hourMs : 0
  const kept = { left: withPast(given.left), right: withPast(given.right) }
  const sides = { left: kept.left.backend, right: kept.right.backend }
  const world = createWorld(sides, () => Date.now() + skewMs)
  const settings: SyncSettings = {
    ...places,
    mode: random.chance(0.6) ? 'two-way' : random.pick(syncModes),
    onConflict: random.chance(0.6) ? 'keep-both' : random.pick(['newer', 'older', 'left', 'right', 'ask']),
    by: 'size-and-time',
    deleted: deleted ?? (random.chance(0.5) ? 'trash' : 'archive'),
  }
  const editor = createEditor({ names: random.chance(0.5) ? plainNames : oddNames, sizesDiffer })
  const watch = createWatch(world, settings, [kept.left.past, kept.right.past])
  try {
    for (let round = 0; round < rounds; round++) {
      for (let left = random.below(12); left > 0; left--) {
        const side = random.pick(sideNames)
        await editor.edit(sides[side], random, { skewMs: side === 'left' ? skewMs : 0 })
      }
      await watch.run(random.chance(0.8) ? faultsOf(seed * 100 + round, random, editor, watch) : {})
    }
    await watch.comeToAnEnd()
    if (settings.mode === 'two-way') await watch.deleteNew()
  } finally {
    await world.close()
  }
}

function faultsOf(seed: number, random: Random, editor: Editor, watch: Watch): Faults {
  const faults = {
    seed,
    ...(random.chance(0.5) && { share: random.pick([0.02, 0.1, 0.3]) }),
    ...(random.chance(0.2) && { down: { side: random.pick(sideNames), from: random.below(60) } }),
    ...(random.chance(0.4) && { afterPlan: () => watch.editAfterPlan(editor, random) }),
    ...(random.chance(0.5) && { crashAt: 1 + random.below(30) }),
  }
  if (!random.chance(0.3)) return faults
  const act = (side: SideName, luck: number) => watch.meddle(editor, side, createRandom(Math.floor(luck * 2 ** 32)))
  return { ...faults, meddle: { share: random.pick([0.02, 0.1]), act } }
}

interface Looked {
  readonly live: Readonly<Record<SideName, Tree>>
  /** Also includes texts that were put aside, and earlier versions. */
  readonly all: ReadonlySet<string>
}

function createWatch(world: World, settings: SyncSettings, pasts: readonly ReadonlySet<string>[]) {
  const { sides } = world
  /**
   * Texts that both sides held at some time, perhaps during a sync. Such a text may be replaced by a later state of the
   * other side.
   */
  const shared = new Set<string>()
  let meddling = Promise.resolve()
  let meddled = noEdits()
  let wroteAfterPlan: string[] = []

  async function look(): Promise<Looked> {
    const whole = { left: await readTree(sides.left), right: await readTree(sides.right) }
    const live = { left: liveOf(whole.left), right: liveOf(whole.right) }
    const onRight = new Set(textsOf(live.right))
    for (const text of textsOf(live.left)) if (onRight.has(text)) shared.add(text)
    return {
      live,
      all: new Set([...textsOf(whole.left), ...textsOf(whole.right), ...pasts.flatMap((past) => [...past])]),
    }
  }
  const gone = (had: Iterable<string>, has: ReadonlySet<string>) =>
    [...had].filter((text) => !has.has(text) && !meddled.destroyed.includes(text))

  async function run(faults: Faults): Promise<RunEnd> {
    const before = await look()
    const wereShared = new Set(shared)
    meddled = noEdits()
    wroteAfterPlan = []
    const end = await world.sync(settings, faults)
    await meddling
    const after = await look()
    expect(gone([...before.all, ...meddled.wrote], after.all), `lost by a run that ${end}`).toEqual([])
    const { mode, onConflict } = settings
    const live = new Set([...textsOf(after.live.left), ...textsOf(after.live.right)])
    if (mode === 'two-way' && (onConflict === 'keep-both' || onConflict === 'ask')) {
      // A text that another client writes between a check and the step right after it may be put aside.
      const had = [...textsOf(before.live.left), ...textsOf(before.live.right), ...wroteAfterPlan]
      expect(
        gone(
          had.filter((text) => !wereShared.has(text)),
          live,
        ),
        `put aside by a run that ${end}`,
      ).toEqual([])
    }
    for (const text of meddled.destroyed) shared.add(text)
    if (isOneWay(mode) && meddled.count === 0) expect(after.live.left).toEqual(before.live.left)
    return end
  }

  return {
    run,
    async meddle(editor: Editor, side: SideName, random: Random) {
      // Edits run one after the other, and each one ends before the next check.
      const edits = meddled
      // The entry to edit may just have been moved or deleted by the sync.
      meddling = meddling.then(() => editor.edit(sides[side], random, { edits }).catch(unlessStorage))
      await meddling
    },
    async editAfterPlan(editor: Editor, random: Random) {
      for (let left = 1 + random.below(4); left > 0; left--)
        await editor.edit(sides[random.pick(sideNames)], random, { edits: meddled })
      wroteAfterPlan = [...meddled.wrote]
    },
    /** Checks that a copied file that is deleted on one side is also deleted on the other side. */
    async deleteNew() {
      const body = new Blob(['the last one']).stream() as ReadableStream<Uint8Array>
      await sides.left.write('last', body, { ifExists: 'fail', modifiedMs: 1_700_000_000_000, signal })
      await run({})
      await sides.right.remove('last', { signal })
      await run({})
      const { live } = await look()
      expect([live.left.has('last'), live.right.has('last')]).toEqual([false, false])
    },
    async comeToAnEnd() {
      let end: RunEnd = 'ended'
      for (let count = 0; end !== 'nothing'; count++) {
        if (count === mostRuns)
          throw new Error(`there is still something to do: ${await world.plan(settings).then(shown)}`)
        end = await run({})
        expect(['ended', 'nothing']).toContain(end)
      }
      const { rows } = await world.plan(settings)
      expect(rows.filter(({ way }) => way !== 'nothing' && way !== 'ask')).toEqual([])
      const { live } = await look()
      expect([...live.left.keys(), ...live.right.keys()].filter((path) => path.includes('.portolan-'))).toEqual([])
      if (rows.length === 0 && (settings.mode === 'two-way' || settings.mode === 'mirror'))
        expect(spelled(live.right, sides)).toEqual(spelled(live.left, sides))
    },
  }
}
type Watch = Pick<ReturnType<typeof createWatch>, 'meddle' | 'editAfterPlan'>

function unlessStorage(error: unknown): void {
  if (!(error instanceof StorageError)) throw error
}
function isOneWay(mode: SyncMode): boolean {
  return mode !== 'two-way' && mode !== 'move-into'
}
/** If one side does not distinguish spellings, each side keeps its own spelling of a name. */
function spelled(tree: Tree, { left, right }: World['sides']) {
  const isExact = left.capabilities.caseSensitive === true && right.capabilities.caseSensitive === true
  const keyOf = isExact ? (path: string) => path : looseName
  const keepFolders = left.capabilities.keepsEmptyFolders && right.capabilities.keepsEmptyFolders
  const lines = [...tree]
    .filter(([path]) => keepFolders || !path.endsWith('/'))
    .map(([path, text]) => [keyOf(path), text] as const)
  return lines.toSorted(([a], [b]) => (a < b ? -1 : 1))
}
function shown({ rows }: Awaited<ReturnType<World['plan']>>): string {
  return rows.map(({ path, way, why }) => `${path} ${way} ${why ?? ''}`).join(', ')
}
