import { describe, expect, it } from 'vitest'
import { applyAction, createModel, type Model, planModel, shown } from './model.test-support.ts'
import type { SyncAction } from '../actions.ts'

function write(model: Model, side: 'left' | 'right', path: string, text: string) {
  model.clockMs += 10
  model.sides[side].set(path, { kind: 'file', text, modifiedMs: model.clockMs })
}
async function run(model: Model, wish: Parameters<typeof planModel>[1]): Promise<readonly SyncAction[]> {
  const { actions } = await planModel(model, wish)
  for (const action of actions) applyAction(model, action)
  return actions
}
async function agreedModel(files: Readonly<Record<string, string>>): Promise<Model> {
  const model = createModel(true)
  for (const [path, text] of Object.entries(files)) {
    const parts = path.split('/')
    for (let depth = 1; depth < parts.length; depth++)
      model.sides.left.set(parts.slice(0, depth).join('/'), { kind: 'folder', text: '', modifiedMs: 0 })
    write(model, 'left', path, text)
  }
  await run(model, { mode: 'two-way' })
  return model
}
const told = (actions: readonly SyncAction[]) =>
  actions.map((action) =>
    [action.do, 'on' in action ? action.on : 'to' in action ? action.to : '', action.path].join(' '),
  )

describe('a sync plan', () => {
  it('moves a file that was moved on the other side', async () => {
    const model = await agreedModel({ 'a/f': 'content' })
    const file = model.sides.left.get('a/f')
    model.sides.left.delete('a/f')
    if (file) model.sides.left.set('g', file)
    expect(told(await run(model, { mode: 'two-way' }))).toEqual(['move right g'])
    expect(shown(model.sides.right)).toEqual({ 'a/': '', g: 'content' })
  })

  it('keeps both files if both were edited, under names that are free on both sides', async () => {
    const model = await agreedModel({ 'f.txt': 'one', 'f (right).txt': 'in the way' })
    write(model, 'left', 'f.txt', 'left edit')
    write(model, 'right', 'f.txt', 'right')
    expect(told(await run(model, { mode: 'two-way' }))).toEqual(['both right f.txt'])
    expect(shown(model.sides.left)).toMatchObject({ 'f.txt': 'left edit', 'f (right 2).txt': 'right' })
  })

  it('keeps a deleted folder if a file in it was edited on the other side', async () => {
    const model = await agreedModel({ 'd/e/f': '1', 'd/g': '2' })
    model.sides.left.clear()
    write(model, 'right', 'd/e/f', 'edited')
    const actions = await run(model, { mode: 'two-way' })
    expect(told(actions)).toEqual(['make-folder left d', 'make-folder left d/e', 'copy left d/e/f', 'delete right d/g'])
    expect(shown(model.sides.left)).toEqual(shown(model.sides.right))
  })

  it('deletes the contents of a folder before the folder', async () => {
    const model = await agreedModel({ 'd/e/f': '1' })
    model.sides.left.clear()
    const { actions, guards } = await planModel(model, { mode: 'two-way' })
    expect(told(actions)).toEqual(['delete right d/e/f', 'delete right d/e', 'delete right d'])
    expect(guards).toEqual([
      { kind: 'empty-side', side: 'left' },
      { kind: 'deletions', side: 'right', count: 3, of: 3 },
    ])
  })

  it('asks about a conflict if configured, and changes nothing until then', async () => {
    const model = await agreedModel({ f: 'one' })
    write(model, 'left', 'f', 'left edit')
    write(model, 'right', 'f', 'right edit!')
    expect(told(await run(model, { mode: 'two-way', onConflict: 'ask' }))).toEqual(['ask  f'])
    expect(shown(model.sides.right)).toEqual({ f: 'right edit!' })
  })

  it('restores nothing that both sides deleted', async () => {
    const model = await agreedModel({ f: 'one', g: 'two' })
    for (const side of ['left', 'right'] as const) model.sides[side].delete('f')
    expect(told(await run(model, { mode: 'two-way' }))).toEqual(['forget  f'])
    expect(shown(model.sides.right)).toEqual({ g: 'two' })
  })

  it('reports if a mirror replaces newer files', async () => {
    const model = createModel(false)
    write(model, 'left', 'f', 'older')
    write(model, 'right', 'f', 'newer')
    expect((await planModel(model, { mode: 'mirror' })).guards).toEqual([{ kind: 'newer-replaced', count: 1 }])
    expect(told((await planModel(model, { mode: 'update' })).actions)).toEqual(['keep  f'])
  })
})
