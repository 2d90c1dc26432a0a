import * as fs from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CopyTransferRequest } from '../../contract/transfer.ts'
import type { BulkFacet, BulkFolder } from '../backends/facets/bulk.ts'
import { createRig, outcomesOf, type Rig } from './transfers.test-support.ts'

const request: CopyTransferRequest = {
  verb: 'copy',
  sources: [{ location: { mount: 'local', path: 'from' } }],
  into: { mount: 'local', path: 'to' },
  policy: { skip: 'never', onConflict: 'fail' },
}
let rig: Rig
beforeEach(async () => {
  rig = await createRig()
  await fs.mkdir(at('to'))
  await fs.mkdir(at('from/empty'), { recursive: true })
  for (let folder = 0; folder < 30; folder += 1) {
    await fs.mkdir(at(`from/f${folder}/sub`), { recursive: true })
    for (let file = 0; file < 5; file += 1) await fs.writeFile(at(`from/f${folder}/${file}`), `${folder} ${file}`)
    await fs.writeFile(at(`from/f${folder}/sub/deep`), `deep in ${folder}`)
  }
  await fs.writeFile(at('from/large'), Buffer.alloc(9 * 1024 ** 2, 'large'))
  await fs.utimes(at('from/f3/2'), 1_600_000_000, 1_600_000_000.5)
})
afterEach(async () => {
  await rig.close()
  vi.unstubAllEnvs()
})
const at = (path: string) => join(rig.folder, path)
const total = 1 + 30 * 6 // Counts files; folders are counted separately.

/** Returns all paths with the beginning of their contents; folders end with a slash. */
async function treeOf(path: string): Promise<readonly string[]> {
  const found = await fs.readdir(at(path), { recursive: true, withFileTypes: true })
  const all = found.map(async (entry) => {
    const full = join(entry.parentPath, entry.name)
    const name = full.slice(at(path).length + 1)
    return entry.isFile() ? `${name} ${(await fs.readFile(full)).toString('latin1').slice(0, 20)}` : `${name}/`
  })
  return (await Promise.all(all)).toSorted()
}

async function* none(): AsyncGenerator<never> {}

/** Replaces the call that creates new folders. */
function instead(copyFolders: (real: NonNullable<BulkFacet['copyFolders']>) => NonNullable<BulkFacet['copyFolders']>) {
  const backend = rig.backendOf('local')
  const { bulk } = backend
  if (!bulk) throw new Error('the local backend makes folders at once')
  const real: NonNullable<BulkFacet['copyFolders']> = (requests, options) =>
    bulk.copyFolders?.(requests, options) ?? none()
  rig.opened.set('local', { ...backend, bulk: { ...bulk, copyFolders: copyFolders(real) } })
  return () => rig.opened.set('local', backend)
}

describe.each(['', 'off'])('new folders within this computer, with system calls %j', (calls) => {
  it('are copied with their contents and modification times, and can be undone', async () => {
    vi.stubEnv('PORTOLAN_SYSTEM_CALLS', calls)
    let folders = 0
    instead((real) => (requests, options) => {
      folders += requests.length
      return real(requests, options)
    })
    const { transfer } = await rig.run(request)
    expect(transfer.counts).toMatchObject({ total, done: total, failed: 0, skipped: 0 })
    expect(folders).toBe(62)
    expect(await treeOf('to/from')).toEqual(await treeOf('from'))
    expect((await fs.stat(at('to/from/f3/2'))).mtimeMs).toBe(1_600_000_000_500)
    const undone = await rig.untilEnded(rig.transfers.startUndo(transfer.id).id)
    expect(undone.counts).toMatchObject({ done: total, failed: 0, skipped: 0 })
    expect(await fs.readdir(at('to'))).toEqual([])
  })
})

it('copies everything but small files separately', async () => {
  await fs.symlink('f1', at('from/link'))
  const { items } = await rig.run(request)
  expect(outcomesOf(items.filter(({ kind }) => kind === 'link'))).toEqual(['skipped to/from/link'])
  expect((await fs.readFile(at('to/from/large'))).length).toBe(9 * 1024 ** 2)
})

it('merges a folder that was created meanwhile, and replaces nothing in it', async () => {
  instead(
    (real) =>
      async function* (requests, options) {
        if (requests.some(({ path }) => path === 'to/from/f2')) {
          await fs.mkdir(at('to/from/f2'))
          await fs.writeFile(at('to/from/f2/1'), 'theirs')
        }
        yield* real(requests, options)
      },
  )
  const { transfer, items } = await rig.run(request)
  expect(transfer.counts).toMatchObject({ total, done: total - 1, failed: 1 })
  expect(outcomesOf(items.filter(({ state }) => state === 'failed'))).toEqual(['exists to/from/f2/1'])
  expect(await fs.readFile(at('to/from/f2/1'), 'utf8')).toBe('theirs')
  expect(await fs.readFile(at('to/from/f2/4'), 'utf8')).toBe('2 4')
})

/**
 * Runs until the call is reached and stops there as if the program were killed. The result of the call is never
 * reported.
 */
async function stopAt(act: (requests: readonly BulkFolder[], real: () => Promise<void>) => Promise<void>) {
  let reached: () => void = () => {}
  const isThere = new Promise<void>((resolve) => (reached = resolve))
  const restore = instead(
    (real) =>
      async function* (requests, options) {
        await act(requests, async () => {
          for await (const _ of real(requests, options));
        })
        reached()
        await new Promise((_, reject) => options.signal.addEventListener('abort', () => reject(new Error('killed'))))
        yield []
      },
  )
  const { id } = rig.transfers.start(request)
  await isThere
  await rig.transfers.close()
  restore()
  rig.reopen()
  return id
}

it('recognises what it created before the program was killed, and removes staging files', async () => {
  const id = await stopAt(async (requests, real) => {
    await real()
    for (const folder of requests) {
      await fs.mkdir(at(`${dirname(folder.path)}/.portolan-${folder.id}.part`))
      await fs.writeFile(at(`${dirname(folder.path)}/.portolan-${folder.id}.part/half`), 'ha')
    }
  })
  const transfer = await rig.untilEnded(id)
  expect(transfer.counts).toMatchObject({ total, done: total, failed: 0 })
  expect(await treeOf('to/from')).toEqual(await treeOf('from'))
  expect(await fs.readdir(at('to'))).toEqual(['from'])
})

it('reports a conflict after a kill only for files that differ', async () => {
  const id = await stopAt(async (_, real) => {
    await real()
    await fs.writeFile(at('from/extra'), 'later')
    await fs.writeFile(at('to/from/extra'), 'another')
  })
  const transfer = await rig.untilEnded(id)
  expect(transfer.counts).toMatchObject({ total: total + 1, done: total, failed: 1 })
  expect(await fs.readFile(at('to/from/extra'), 'utf8')).toBe('another')
})

it('leaves no staging files after a kill and a cancellation', async () => {
  const id = await stopAt(async (requests) => {
    for (const folder of requests) {
      await fs.mkdir(at(`${dirname(folder.path)}/.portolan-${folder.id}.part`))
      await fs.writeFile(at(`${dirname(folder.path)}/.portolan-${folder.id}.part/half`), 'ha')
    }
  })
  await rig.transfers.cancel(id)
  await rig.untilEnded(id)
  expect((await fs.readdir(at('to'))).filter((name) => name.endsWith('.part'))).toEqual([])
})
