/** `PORTOLAN_SEED=123` replays a failing seed; `PORTOLAN_SEEDS=1000-3000` tries others. */
import { describe, expect, it } from 'vitest'
import type { SyncMode } from '../../../contract/sync/plan.ts'
import type { SyncAction } from '../actions.ts'
import {
  applyAction,
  createModel,
  createRandom,
  editAtRandom,
  type Model,
  planModel,
  type Random,
  shown,
  textsOf,
} from './model.test-support.ts'

const given = process.env['PORTOLAN_SEED'] ?? process.env['PORTOLAN_SEEDS'] ?? '1-400'
const [firstSeed = 1, lastSeed = firstSeed] = given.split('-').map(Number)
const seeds = Array.from({ length: lastSeed - firstSeed + 1 }, (_, each) => firstSeed + each)

async function forEachSeed(check: (random: Random, seed: number) => Promise<void>): Promise<void> {
  for (const seed of seeds) {
    try {
      await check(createRandom(seed), seed)
    } catch (error) {
      throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    }
  }
}

function editBoth(model: Model, random: Random, most = 12) {
  for (let left = random.below(most); left > 0; left--) editAtRandom(model, random.pick(['left', 'right']), random)
}

function isDoing(action: SyncAction): boolean {
  return action.do !== 'keep' && action.do !== 'ask'
}

/**
 * Returns the texts that must not be lost: all that were not agreed on. An agreed text may be edited or deleted on one
 * side.
 */
function mustSurvive({ sides, agreedTexts }: Model): string[] {
  const agreed = new Set(agreedTexts.values())
  return [...textsOf(sides.left), ...textsOf(sides.right)].filter((text) => !agreed.has(text))
}

function expectKept(before: readonly string[], { sides }: Model) {
  const after = new Set([...textsOf(sides.left), ...textsOf(sides.right)])
  expect(before.filter((text) => !after.has(text))).toEqual([])
}

describe('a two-way plan', () => {
  it('loses nothing that was written, makes both sides equal, and then has nothing to do', async () => {
    await forEachSeed(async (random) => {
      const model = createModel(random.chance(0.5))
      for (let round = 0; round < 4; round++) {
        editBoth(model, random)
        const kept = mustSurvive(model)
        const { actions } = await planModel(model, { mode: 'two-way' })
        for (const action of actions) applyAction(model, action)
        expectKept(kept, model)
        expect(shown(model.sides.right)).toEqual(shown(model.sides.left))
        expect((await planModel(model, { mode: 'two-way' })).actions).toEqual([])
      }
    })
  })

  it('loses nothing if it is interrupted and planned again, and finishes', async () => {
    await forEachSeed(async (random) => {
      const model = createModel(random.chance(0.5))
      for (let round = 0; round < 4; round++) {
        editBoth(model, random)
        const kept = mustSurvive(model)
        const { actions } = await planModel(model, { mode: 'two-way' })
        for (const action of actions.slice(0, random.below(actions.length + 1))) applyAction(model, action)
        expectKept(kept, model)
      }
      const { actions } = await planModel(model, { mode: 'two-way' })
      for (const action of actions) applyAction(model, action)
      expect((await planModel(model, { mode: 'two-way' })).actions).toEqual([])
      expect(shown(model.sides.right)).toEqual(shown(model.sides.left))
    })
  })

  it('never deletes on its first run', async () => {
    await forEachSeed(async (random) => {
      const model = createModel(random.chance(0.5))
      editBoth(model, random, 30)
      const { actions, counts } = await planModel(model, { mode: 'two-way' })
      expect(actions.filter((action) => action.do === 'delete')).toEqual([])
      expect(counts.deletions).toEqual({ left: 0, right: 0 })
    })
  })

  it('changes nothing in a folder that cannot be read', async () => {
    await forEachSeed(async (random) => {
      const model = createModel(random.chance(0.5))
      editBoth(model, random, 30)
      for (const action of (await planModel(model, { mode: 'two-way' })).actions) applyAction(model, action)
      const folders = [...model.sides.right].filter(([, { kind }]) => kind === 'folder').map(([path]) => path)
      if (folders.length === 0) return
      const path = random.pick(folders)
      for (let left = random.below(8); left > 0; left--) editAtRandom(model, 'left', random)
      const before = Object.keys(shown(model.sides.right)).filter((each) => each.startsWith(`${path}/`))
      const { actions } = await planModel(model, { mode: 'two-way', unreadable: { side: 'right', path } })
      for (const action of actions) applyAction(model, action)
      expect(Object.keys(shown(model.sides.right))).toEqual(expect.arrayContaining(before))
    })
  })

  it.each(['newer', 'older', 'left', 'right'] as const)('with “%s” resolves conflicts and finishes', async (way) => {
    await forEachSeed(async (random) => {
      const model = createModel(false)
      for (let round = 0; round < 2; round++) {
        editBoth(model, random)
        const wish = { mode: 'two-way', onConflict: way } as const
        for (const action of (await planModel(model, wish)).actions) applyAction(model, action)
        expect(shown(model.sides.right)).toEqual(shown(model.sides.left))
        expect((await planModel(model, wish)).actions).toEqual([])
      }
    })
  })
})

describe('a one-way plan', () => {
  async function run(model: Model, mode: SyncMode) {
    const { actions, ...end } = await planModel(model, { mode })
    for (const action of actions) applyAction(model, action)
    return { actions, ...end }
  }
  /** Returns two trees with some common content. */
  async function start(random: Random): Promise<Model> {
    const model = createModel(random.chance(0.5))
    editBoth(model, random)
    if (random.chance(0.7)) await run(model, 'mirror')
    editBoth(model, random)
    return model
  }

  it('as a mirror makes the right side equal to the left, and keeps the left', async () => {
    await forEachSeed(async (random) => {
      const model = await start(random)
      const left = shown(model.sides.left)
      await run(model, 'mirror')
      expect(shown(model.sides.left)).toEqual(left)
      expect(shown(model.sides.right)).toEqual(left)
      expect((await planModel(model, { mode: 'mirror' })).actions).toEqual([])
    })
  })

  it.each(['update', 'contribute'] as const)('as “%s” never deletes, and is complete after one run', async (mode) => {
    await forEachSeed(async (random) => {
      const model = await start(random)
      const [left, right] = [shown(model.sides.left), shown(model.sides.right)]
      await run(model, mode)
      expect(shown(model.sides.left)).toEqual(left)
      const after = shown(model.sides.right)
      expect(Object.keys(after)).toEqual(expect.arrayContaining(Object.keys(right)))
      if (mode === 'contribute') expect(after).toMatchObject(right)
      expect((await planModel(model, { mode })).actions.filter(isDoing)).toEqual([])
    })
  })

  it('as “move-into” loses nothing, and keeps on the left only what it did not move', async () => {
    await forEachSeed(async (random) => {
      const model = await start(random)
      const texts = [...textsOf(model.sides.left), ...textsOf(model.sides.right)]
      const right = Object.keys(shown(model.sides.right))
      const { actions } = await run(model, 'move-into')
      expectKept(texts, model)
      expect(Object.keys(shown(model.sides.right))).toEqual(expect.arrayContaining(right))
      const moved = actions.flatMap((action) => (action.do === 'hand-over' ? [action.from] : []))
      expect(moved.filter((path) => model.sides.left.has(path))).toEqual([])
    })
  })

  it('counts its deletions, and stops if there are too many', async () => {
    await forEachSeed(async (random) => {
      const model = await start(random)
      const before = model.sides.right.size
      const { actions, counts, guards } = await planModel(model, { mode: 'mirror', mostDeletions: 2 })
      const deletions = actions.filter((action) => action.do === 'delete').length
      expect(counts.deletions).toEqual({ left: 0, right: deletions })
      expect(counts.entries).toEqual({ left: model.sides.left.size, right: before })
      const of = guards.filter(({ kind }) => kind === 'deletions')
      expect(of).toEqual(deletions > 2 ? [{ kind: 'deletions', side: 'right', count: deletions, of: before }] : [])
      const isEmptied = model.sides.left.size === 0 && deletions > 0
      expect(guards.some(({ kind }) => kind === 'empty-side')).toBe(isEmptied)
    })
  })
})
