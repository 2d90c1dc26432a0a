/** A second copy onto existing files must not list the target, or start work, once for each name. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Backend } from '../../backends/backend.ts'
import { createRig, type Rig } from '../transfers.test-support.ts'

let rig: Rig
beforeEach(async () => {
  rig = await createRig()
})
afterEach(() => rig.close())

const count = 400
const names = Array.from({ length: count }, (_, at) => `file-${at}`)
const policies = ['fail', 'keep-both', 'overwrite', 'ask'] as const

/** Counts the listings of the target. */
function countLists(): { lists: number } {
  const counted = { lists: 0 }
  const inner = rig.backendOf('local')
  const list: Backend['list'] = (path, options) => {
    counted.lists += 1
    return inner.list(path, options)
  }
  rig.opened.set('local', { ...inner, list })
  return counted
}

it.each(policies)('needs few listings for hundreds of taken names, with %s', async (onConflict) => {
  await rig.build('memory', { 'f/': '', ...Object.fromEntries(names.map((name) => [`f/${name}`, name])) })
  const into = { mount: 'local', path: '' }
  const policy = { skip: 'never', onConflict } as const
  const folder = { location: { mount: 'memory', path: 'f' } }
  await rig.run({ verb: 'copy', sources: [folder], into, policy: { skip: 'never', onConflict: 'fail' } })
  const counted = countLists()
  const { id } = rig.transfers.start({ verb: 'copy', sources: [folder], into, policy })
  const done = await rig.until(id, ({ state, counts }) => state === 'ended' || counts.asking === count)
  const states = { fail: 'failed', 'keep-both': 'done', overwrite: 'done', ask: 'asking' } as const
  expect(done.counts[states[onConflict]]).toBe(count)
  expect(counted.lists).toBeLessThan(5)
})

it.each(['fail', 'overwrite'] as const)(
  'needs few listings if each taken name is a source of its own, with %s',
  async (onConflict) => {
    await rig.build('memory', { 'f/': '', ...Object.fromEntries(names.map((name) => [`f/${name}`, name])) })
    const sources = names.map((name) => ({ location: { mount: 'memory', path: `f/${name}` } }))
    const request = { verb: 'copy', sources, into: { mount: 'local', path: '' } } as const
    await rig.run({ ...request, policy: { skip: 'never', onConflict: 'fail' } })
    const counted = countLists()
    const { transfer } = await rig.run({ ...request, policy: { skip: 'never', onConflict } })
    expect(transfer.counts[onConflict === 'fail' ? 'failed' : 'done']).toBe(count)
    expect(counted.lists).toBeLessThan(5)
  },
)

it('needs few listings if all names were taken after the target was listed', async () => {
  await rig.build('memory', { 'f/': '', ...Object.fromEntries(names.map((name) => [`f/${name}`, name])) })
  await rig.build('local', { 'f/': '' })
  const counted = countLists()
  const inner = rig.backendOf('local')
  let isFirst = true
  const list: Backend['list'] = async function* (path, options) {
    yield* inner.list(path, options)
    if (!isFirst) return
    isFirst = false
    await rig.build('local', Object.fromEntries(names.map((name) => [`f/${name}`, 'somebody else’s'])))
  }
  rig.opened.set('local', { ...inner, list })
  const location = { mount: 'memory', path: 'f' }
  const { transfer } = await rig.run({
    verb: 'copy',
    sources: [{ location }],
    into: { mount: 'local', path: '' },
    policy: { skip: 'never', onConflict: 'fail' },
  })
  expect(transfer.counts).toMatchObject({ failed: count, done: 0 })
  expect(await rig.textOf('local', 'f/file-7')).toBe('somebody else’s')
  expect(counted.lists).toBeLessThan(30)
})
