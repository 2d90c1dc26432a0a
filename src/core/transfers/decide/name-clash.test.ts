import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConflictChoice, CopyTransferRequest } from '../../../contract/transfer.ts'
import { localDescriptor } from '../../backends/local/index.ts'
import { createMemoryBackend } from '../../backends/memory/index.ts'
import { standardStack } from '../../layers/standard-stack.ts'
import { createRig, outcomesOf, type Rig } from '../transfers.test-support.ts'

const { signal } = new AbortController()
const composed = 'caf\u00e9'
const decomposed = 'cafe\u0301'

let rig: Rig
beforeEach(async () => {
  rig = await createRig()
  const loose = createMemoryBackend({ looseNames: true })
  rig.opened.set('loose', standardStack(loose, { mount: 'loose', readOnly: false }))
})
afterEach(() => rig.close())

function request(onConflict: ConflictChoice, more: Partial<CopyTransferRequest> = {}): CopyTransferRequest {
  return {
    verb: 'copy',
    sources: [{ location: { mount: 'memory', path: 'f' }, contents: true }],
    into: { mount: 'loose', path: '' },
    policy: { skip: 'never', onConflict },
    ...more,
  }
}
async function messagesOf(wanted: CopyTransferRequest) {
  const { items } = await rig.run(wanted)
  return items.flatMap(({ failure }) => failure?.message ?? [])
}
async function asked(wanted: CopyTransferRequest) {
  const { id } = rig.transfers.start(wanted)
  await rig.until(id, ({ counts }) => counts.asking === 1)
  const [item] = rig.transfers.items({ id, order: 'needs-you', limit: 1 }).items
  return { id, number: item?.number ?? 0, question: item?.question }
}
async function previewed(wanted: CopyTransferRequest) {
  let last
  for await (const preview of rig.transfers.preview(wanted, { signal })) last = preview
  return last
}

describe('a name that the target does not distinguish from an existing one', () => {
  it.each([
    ['case', 'readme.md', 'README.md', 'capital letters make no difference there'],
    ['unicode', composed, decomposed, 'differs only in how its accents are encoded'],
  ])('asks before it overwrites a name that differs only in %s', async (kind, there, name, why) => {
    await rig.build('memory', { 'f/': '', [`f/${name}`]: 'new' })
    await rig.build('loose', { [there]: 'old' })
    expect(await previewed(request('ask'))).toMatchObject({ conflicts: 1, copied: { files: 0 } })
    for (const choice of ['fail', 'overwrite'] as const) {
      expect(await messagesOf(request(choice))).toEqual([expect.stringContaining(why)])
    }
    expect(await rig.treeOf('loose')).toEqual({ [there]: 'old' })
    const { id, number, question } = await asked(request('ask'))
    expect(question).toMatchObject({ kind, answers: ['overwrite', 'keep-both', 'skip'], target: { kind: 'file' } })
    expect(question?.message).toMatch(/^“.*\.$/)
    await rig.transfers.answer(id, number, 'overwrite', { forAll: false })
    await rig.untilEnded(id)
    expect(await rig.treeOf('loose')).toEqual({ [there]: 'new' })
    const both = await rig.run(request('keep-both'))
    expect(both.transfer.counts).toMatchObject({ failed: 0, done: 1 })
    expect(Object.keys(await rig.treeOf('loose'))).toHaveLength(2)
  })

  it('causes a question even as a single source or as one of many', async () => {
    const names = Array.from({ length: 9 }, (_, at) => `Name-${at}`)
    await rig.build('memory', Object.fromEntries(names.map((name) => [name, 'new'])))
    await rig.build('loose', { 'name-0': 'old' })
    const sources = names.map((path) => ({ location: { mount: 'memory', path } }))
    for (const some of [sources.slice(0, 1), sources]) {
      const { id, number, question } = await asked(request('ask', { sources: some }))
      expect(question?.kind).toBe('case')
      await rig.transfers.answer(id, number, 'skip', { forAll: false })
      expect((await rig.untilEnded(id)).counts).toMatchObject({ skipped: 1, done: some.length - 1 })
    }
    expect(await rig.textOf('loose', 'name-0')).toBe('old')
  })

  it('is created separately if the target distinguishes both names', async () => {
    await rig.build('memory', { 'f/': '', 'f/README.md': 'new', [`f/${decomposed}`]: 'new' })
    for (const mount of ['other', 'local']) {
      await rig.build(mount, { 'readme.md': 'old', [composed]: 'old' })
      expect(await messagesOf(request('ask', { into: { mount, path: '' } }))).toEqual([])
      expect(Object.keys(await rig.treeOf(mount))).toHaveLength(4)
    }
  })

  it('is not moved onto itself', async () => {
    await rig.build('loose', { 'readme.md': 'text' })
    const sources = [{ location: { mount: 'loose', path: 'readme.md' } }]
    expect(await messagesOf(request('overwrite', { verb: 'move', sources, as: 'README.md' }))).toEqual([
      '“readme.md” can’t be copied or moved onto itself.',
    ])
    expect(await rig.treeOf('loose')).toEqual({ 'readme.md': 'text' })
  })

  it('is detected in the path of a folder that is copied into itself', async () => {
    await rig.build('loose', { 'docs/': '', 'docs/a': 'A', 'docs/sub/': '' })
    const sources = [{ location: { mount: 'loose', path: 'docs' } }]
    const into = { mount: 'loose', path: 'DOCS/sub' }
    expect(await messagesOf(request('overwrite', { sources, into }))).toEqual([
      '“docs” can’t be copied or moved into itself.',
    ])
  })
})

describe('two sources with one name at the target', () => {
  it('cause a question, and the second never replaces the first without it', async () => {
    await rig.build('memory', { 'f/': '', 'f/a.txt': 'lower', 'f/A.txt': 'upper', 'f/b': 'B' })
    const { items } = await rig.run(request('overwrite', { verb: 'move' }))
    expect(outcomesOf(items).toSorted()).toEqual(['done a.txt', 'done b', 'exists A.txt', 'skipped '])
    expect(await rig.treeOf('memory')).toMatchObject({ 'f/A.txt': 'upper' })
    expect(await rig.textOf('loose', 'a.txt')).toBe('lower')
  })

  it('are all numbered if all are kept', async () => {
    const names = ['abc', 'Abc', 'aBc', 'abC']
    await rig.build('memory', { 'f/': '', ...Object.fromEntries(names.map((name) => [`f/${name}`, name])) })
    await rig.build('loose', { ABC: 'old' })
    expect((await rig.run(request('keep-both'))).transfer.counts).toMatchObject({ failed: 0, done: 4 })
    expect(Object.values(await rig.treeOf('loose')).toSorted()).toEqual(['old', ...names].toSorted())
  })

  it('are merged if they are folders, and clashing files in them are not overwritten', async () => {
    await rig.build('memory', {
      'f/': '',
      'f/Docs/': '',
      'f/Docs/a': '1',
      'f/docs/': '',
      'f/docs/a': '2',
      'f/docs/b': '3',
    })
    const { transfer, items } = await rig.run(request('overwrite'))
    expect(outcomesOf(items)).toContain('exists docs/a')
    expect(transfer.counts).toMatchObject({ failed: 1, total: 3 })
    expect(await rig.treeOf('loose')).toEqual({ 'Docs/': '', 'Docs/a': '1', 'Docs/b': '3' })
  })

  it('are merged into an existing folder like any other', async () => {
    await rig.build('memory', { 'f/': '', 'f/Docs/': '', 'f/Docs/a': 'new' })
    await rig.build('loose', { 'docs/': '', 'docs/a': 'old' })
    const { transfer } = await rig.run(request('overwrite'))
    expect(transfer.counts).toMatchObject({ failed: 0, done: 1 })
    expect(await rig.treeOf('loose')).toEqual({ 'docs/': '', 'docs/a': 'new' })
  })
})

it('asks before it overwrites on a disk that ignores case', async (context) => {
  const top = await mkdtemp(join(tmpdir(), 'portolan-loose-'))
  const [image, folder] = [join(top, 'image'), join(top, 'disk')]
  await mkdir(folder)
  await writeFile(image, '')
  await truncate(image, 20 * 1024 ** 2)
  let isMounted = false
  try {
    execFileSync('mkntfs', ['-q', '-F', image], { stdio: 'ignore' })
    execFileSync('lowntfs-3g', ['-o', 'ignore_case', image, folder], { stdio: 'ignore' })
    isMounted = true
  } catch (error) {
    await rm(top, { recursive: true })
    const why = `mounting one takes root, FUSE and ntfs-3g: ${String(error)}`
    process.stderr.write(`\n!! A disk that tells no case apart is not tested: ${why}\n`)
    context.skip(why)
  }
  const local = await localDescriptor.open({ path: folder }, {}, { signal })
  rig.opened.set('disk', standardStack(local, { mount: 'disk', readOnly: false, isRemote: false }))
  try {
    await writeFile(join(folder, 'readme.md'), 'old')
    await rig.build('memory', {
      'f/': '',
      'f/README.md': 'new',
      'f/a': 'lower',
      'f/A': 'upper',
      'f/Large': 'x'.repeat(9e6),
    })
    await writeFile(join(folder, 'large'), 'old')
    const into = { mount: 'disk', path: '' }
    for (const choice of ['overwrite', 'keep-both'] as const) {
      const { items, transfer } = await rig.run(request(choice, { into }))
      expect(await readFile(join(folder, 'readme.md'), 'utf8')).toBe('old')
      expect((await stat(join(folder, 'large'))).size).toBe(3)
      const failed = items.flatMap(({ failure }) => failure?.kind ?? [])
      expect(failed).toEqual(choice === 'overwrite' ? ['exists', 'exists', 'exists'] : [])
      expect(transfer.counts.total).toBe(5)
    }
    expect((await readdir(folder)).filter((name) => name.startsWith('.portolan-'))).toEqual([])
  } finally {
    await local.close()
    if (isMounted) execFileSync('umount', [folder])
    await rm(top, { recursive: true })
  }
})
