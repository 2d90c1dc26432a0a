import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { StorageError } from '../../../contract/failure.ts'
import type { TransferRequest } from '../../../contract/transfer.ts'
import type { Backend } from '../../backends/backend.ts'
import type { BulkCopy } from '../../backends/facets/bulk.ts'
import { createRig, type Rig } from '../transfers.test-support.ts'

const count = 300
const names = Array.from({ length: count }, (_, at) => `file-${at}`)
const request: TransferRequest = {
  verb: 'copy',
  sources: [{ location: { mount: 'local', path: 'many' } }],
  into: { mount: 'local', path: 'to' },
  policy: { skip: 'never', onConflict: 'ask' },
}

let rig: Rig
beforeEach(async () => {
  rig = await createRig()
  for (const folder of ['many', 'to']) await mkdir(join(rig.folder, folder))
  for (const name of names) await writeFile(join(rig.folder, 'many', name), `of ${name}`)
  await utimes(join(rig.folder, 'many', 'file-7'), 1_600_000_000, 1_600_000_000.5)
})
afterEach(() => rig.close())

/** Runs an action each time before many files are copied together. */
function beforeMany(act: (requests: readonly BulkCopy[]) => Promise<void>) {
  const backend = rig.backendOf('local')
  const { bulk } = backend
  if (!bulk) throw new Error('the local backend copies many at once')
  const copy: NonNullable<typeof bulk.copy> = async function* (requests, options) {
    await act(requests)
    yield* bulk.copy?.(requests, options) ?? []
  }
  const { mostBytes, mostCopyBytes } = bulk // Without `copyFolders`, because otherwise the files would be copied together with their folder.
  const changed: Backend = {
    ...backend,
    bulk: {
      mostBytes,
      mostCopyBytes,
      copy,
      read: (...wish) => bulk.read(...wish),
      write: (...wish) => bulk.write(...wish),
      tidy: (...wish) => bulk.tidy(...wish),
    },
  }
  rig.opened.set('local', changed)
}
const contents = async () => {
  const there = join(rig.folder, 'to', 'many')
  const found = await readdir(there)
  return new Map(
    await Promise.all(found.map(async (name) => [name, await readFile(join(there, name), 'utf8')] as const)),
  )
}

it('copies many small files in batches, each complete and with its modification time', async () => {
  const calls: number[] = []
  beforeMany(async (requests) => void calls.push(requests.length))
  const { transfer } = await rig.run(request)
  expect(transfer.counts).toMatchObject({ total: count, done: count, failed: 0 })
  expect(await contents()).toEqual(new Map(names.map((name) => [name, `of ${name}`])))
  expect((await stat(join(rig.folder, 'to', 'many', 'file-7'))).mtimeMs).toBe(1_600_000_000_500)
  expect(calls.length).toBeLessThan(10)
  const undone = await rig.untilEnded(rig.transfers.startUndo(transfer.id).id)
  expect(undone.counts).toMatchObject({ done: count, failed: 0, skipped: 0 })
  expect(await readdir(join(rig.folder, 'to'))).toEqual([])
})

it('asks only about the file whose name was taken meanwhile', async () => {
  beforeMany(async (requests) => {
    if (requests.some(({ path }) => path.endsWith('/file-9'))) {
      await writeFile(join(rig.folder, 'to', 'many', 'file-9'), 'theirs')
    }
  })
  const { id } = rig.transfers.start(request)
  const asking = await rig.until(id, ({ counts }) => counts.asking === 1 && counts.done === count - 1)
  expect(asking.counts.failed).toBe(0)
  expect((await contents()).get('file-9')).toBe('theirs')
})

it('copies the files one by one if a batch fails as a whole', async () => {
  let calls = 0
  beforeMany(async () => {
    if ((calls += 1) === 1) throw new StorageError({ kind: 'internal', message: 'It broke.', operation: 'test' })
  })
  const { transfer } = await rig.run(request)
  expect(transfer.counts).toMatchObject({ done: count, failed: 0 })
  expect((await contents()).size).toBe(count)
})

it('copies many small files from and to a store in batches, each verified', async () => {
  const tree = Object.fromEntries([['f/', ''], ...names.map((name) => [`f/${name}`, `of ${name}`])])
  await rig.build('memory', tree)
  const policy = { skip: 'never', onConflict: 'fail' } as const
  const copy = (from: string, to: string): TransferRequest => ({
    verb: 'copy',
    sources: [{ location: { mount: from, path: 'f' } }],
    into: { mount: to, path: '' },
    policy,
  })
  const down = await rig.run(copy('memory', 'local'))
  const up = await rig.run(copy('local', 'other'))
  for (const { transfer, items } of [down, up]) {
    expect(transfer.counts).toMatchObject({ done: count, failed: 0 })
    const files = items.filter(({ kind }) => kind === 'file')
    expect(new Set(files.map(({ route, sums }) => `${route} ${sums?.['crc32'] !== undefined}`))).toEqual(
      new Set(['bulk true']),
    )
  }
  expect(await rig.treeOf('other')).toEqual(tree)
})

it('copies the current state of a file whose size changed meanwhile', async () => {
  await rig.build('memory', { 'f/': '', 'f/a': 'A', 'f/b': 'B' })
  const backend = rig.backendOf('memory')
  const { bulk } = backend
  let isEdited = false
  rig.opened.set('memory', {
    ...backend,
    ...(bulk && {
      bulk: {
        ...bulk,
        async *read(paths, options) {
          if (!isEdited) await rig.build('memory', { 'f/b': 'longer by now' })
          isEdited = true
          yield* bulk.read(paths, options)
        },
      },
    }),
  })
  const { transfer } = await rig.run({
    verb: 'copy',
    sources: [{ location: { mount: 'memory', path: 'f' } }],
    into: { mount: 'local', path: '' },
    policy: { skip: 'never', onConflict: 'fail' },
  })
  expect(transfer.counts).toMatchObject({ done: 2, failed: 0 })
  expect(await rig.treeOf('local')).toEqual({
    ...Object.fromEntries(names.map((name) => [`many/${name}`, `of ${name}`])),
    'f/': '',
    'f/a': 'A',
    'f/b': 'longer by now',
    'many/': '',
    'to/': '',
  })
})
