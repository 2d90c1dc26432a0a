import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Item } from '../contract/transfer.ts'
import { failureOf } from '../contract/failure.ts'
import { type MountsSource, openMounts, type OpenMounts } from './index.ts'

let base: string
let mounts: OpenMounts | undefined
beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'portolan-library-test-')))
})
afterEach(async () => {
  await mounts?.close()
  mounts = undefined
  await rm(base, { recursive: true })
})

async function open(source?: MountsSource): Promise<OpenMounts> {
  mounts = await openMounts(
    source ?? [
      { name: 'here', type: 'local', path: base },
      { name: 'memory', type: 'memory', versions: true, files: { 'a/one.txt': 'one', 'a/two.txt': 'two' } },
    ],
  )
  return mounts
}
const kindOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: unknown) => failureOf(error).kind,
  )

describe('mounts of a program', () => {
  it('come from a list, a record, a URI, a file and the environment', async () => {
    const file = join(base, 'mounts.yaml')
    await writeFile(file, '- { name: m, type: memory }\n')
    const sources: [MountsSource, string][] = [
      [[{ name: 'l', type: 'memory' }], 'l'],
      [{ mounts: { r: { type: 'memory' } } }, 'r'],
      [{ mounts: { u: 'data:,hi' } }, 'u'],
      ['data:,hi', 'storage'],
      [{ file }, 'm'],
      [{ env: { STORAGE_PROVIDER: 'memory', STORAGE_NAME: 'e' } }, 'e'],
      [{ settings: base }, 'm'],
    ]
    for (const [source, name] of sources) {
      const opened = await open(source)
      expect(opened.list().mounts.map((mount) => mount.name)).toEqual([name])
      await opened.close()
    }
  })

  it('are refused with all mistakes named, and without any secret', async () => {
    const wrong = openMounts([
      { name: 'x', type: 'floppy' },
      { name: 'y', type: 'local', path: 'relative', password: 'hunter22' },
    ])
    const failure = failureOf(await wrong.catch((error: unknown) => error))
    expect(failure).toMatchObject({ kind: 'bad-input', message: expect.stringMatching(/“x”.*floppy.*“y”/s) })
    expect(JSON.stringify(failure)).not.toContain('hunter22')
    const address = failureOf(await openMounts('odd://me:hunter22@x').catch((error: unknown) => error))
    expect(address.kind).toBe('bad-input')
    expect(JSON.stringify(address)).not.toContain('hunter22')
  })

  it('have nodes by location and by local path; a missing mount is named', async () => {
    const opened = await open()
    expect(opened.node('memory:a/one.txt').location).toBe('memory:a/one.txt')
    expect(opened.node(join(base, 'x')).mount).toBe('computer')
    expect(() => opened.node('nobody:x')).toThrow('There is no mount named “nobody”')
  })
})

describe('a node', () => {
  it('reads bytes, ranges, text, base64 and data: URIs', async () => {
    const node = (await open()).node('memory:a/one.txt')
    expect(Buffer.from(await node.bytes()).toString()).toBe('one')
    expect(Buffer.from(await node.bytes({ offset: 1, length: 1 })).toString()).toBe('n')
    expect(await node.text({ offset: 1 })).toBe('ne')
    expect(await node.base64()).toBe('b25l')
    expect(await node.dataUri()).toBe('data:text/plain;charset=utf-8;base64,b25l')
    expect(await node.hash('md5')).toBe('f97c5d29941bfb1b2fdab0874906ab82')
  })

  it('writes encoded text, bytes, streams and Node streams, and creates missing folders', async () => {
    const opened = await open()
    const file = opened.node('here:deep/er/x.txt')
    await file.write('grüße', { encoding: 'utf16le' })
    expect(await file.text({ encoding: 'utf-16le' })).toBe('grüße')
    expect(await kindOf(file.text({ encoding: 'utf-8' }))).toBe('bad-input')
    expect(await kindOf(file.text({ encoding: 'klingon' }))).toBe('bad-input')
    for (const content of [
      Buffer.from('bytes'),
      new Blob(['bytes']),
      new Blob(['bytes']).stream(),
      Readable.from([Buffer.from('by'), Buffer.from('tes')]),
    ]) {
      await file.write(content)
      expect(await readFile(join(base, 'deep/er/x.txt'), 'utf8')).toBe('bytes')
    }
    expect(await kindOf(file.write('new', { ifExists: 'fail' }))).toBe('exists')
    expect(await file.text()).toBe('bytes')
  })

  it('stores nothing when the input fails', async () => {
    const file = (await open()).node('here:x')
    await file.write('before')
    async function* broken() {
      yield Buffer.from('half')
      throw new Error('cable')
    }
    await expect(file.write(broken())).rejects.toThrow('cable')
    expect(await file.text()).toBe('before')
  })

  it('lists, describes and deletes', async () => {
    const opened = await open()
    const top = opened.node('memory:')
    const seen: string[] = []
    for await (const node of top.list({ recursive: true })) seen.push(`${node.path} ${node.entry.kind}`)
    expect(seen).toEqual(['a folder', 'a/one.txt file', 'a/two.txt file'])
    expect(await top.child('a/one.txt').exists()).toBe(true)
    expect((await top.child('a').stat()).kind).toBe('folder')
    await top.child('a').delete()
    expect(await top.child('a/one.txt').exists()).toBe(false)
    expect(await kindOf(top.child('a/one.txt').text())).toBe('not-found')
    expect(() => top.child('../x')).toThrow('leads out')
  })

  it('keeps versions, restores one, and returns metadata', async () => {
    const node = (await open()).node('memory:a/one.txt')
    await node.write('new', { properties: { metadata: { by: 'me' } } })
    expect(await node.metadata()).toEqual({ by: 'me' })
    const [current, older] = await node.versions()
    expect(current?.isCurrent).toBe(true)
    expect(await node.text({ version: older?.id ?? '' })).toBe('one')
    await node.restore(older?.id ?? '')
    expect(await node.text()).toBe('one')
    expect(await kindOf((await open()).node('here:x').versions())).toBe('unsupported')
  })

  it('is aborted by its signal', async () => {
    const node = (await open()).node('memory:a/one.txt')
    await expect(node.bytes({ signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
  })
})

describe('copies', () => {
  it('go to a name or into a folder, report progress, and skip equal files', async () => {
    const opened = await open()
    const progress: number[] = []
    const copied = await opened.node('memory:a').copyTo(opened.node('here:copy'), {
      onProgress: ({ counts }) => progress.push(counts.done),
    })
    expect(copied.counts).toMatchObject({ done: 2, failed: 0 })
    expect(progress.at(-1)).toBe(2)
    expect(await readFile(join(base, 'copy/one.txt'), 'utf8')).toBe('one')
    const skipped: Item[] = []
    const again = await opened.node('memory:a').copyTo(opened.node('here:copy'), { skip: 'hash' })
    expect(again.counts).toMatchObject({ total: 2, skipped: 2 }) // The folders are merged.
    await opened.node('memory:a/one.txt').copyTo(opened.node('here:copy'), { onConflict: 'keep-both' })
    expect(await opened.node('here:copy/one (2).txt').text()).toBe('one')
    await opened.node('memory:').copyTo(opened.node('here:all'))
    expect(await opened.node('here:all/a/two.txt').text()).toBe('two')
    const same = await opened.node('memory:a/one.txt').copyTo(opened.node('here:copy/one.txt'), {
      skip: 'hash',
      onSkip: (item) => skipped.push(item),
    })
    expect(same.counts).toMatchObject({ skipped: 1, done: 0 })
    expect(skipped).toMatchObject([{ why: 'hash', from: { path: 'a/one.txt' } }])
  })

  it('ask a function or a named rule which files to skip', async () => {
    const opened = await open()
    await opened.node('here:one.txt').write('mine')
    const asked: string[] = []
    const one = opened.node('memory:a/one.txt')
    const left = await one.copyTo(opened.node('here:one.txt'), {
      skip: async (src, dst) => {
        asked.push(`${src.name} ${dst.sizeBytes}`)
        return true
      },
    })
    expect([asked, left.counts.skipped]).toEqual([['one.txt 4'], 1])
    opened.addSkipRule('never', () => false)
    await one.copyTo(opened.node('here:one.txt'), { skip: { rule: '@never' } })
    expect(await opened.node('here:one.txt').text()).toBe('one')
    expect(await kindOf(one.copyTo(opened.node('here:one.txt'), { skip: { rule: 'nonsense(' } }))).toBe('bad-input')
  })

  it('move verified files, and fail with the failure of the file', async () => {
    const opened = await open()
    await opened.node('memory:a/two.txt').moveTo(opened.node('here:moved.txt'))
    expect(await opened.node('memory:a/two.txt').exists()).toBe(false)
    expect(await opened.node('here:moved.txt').text()).toBe('two')
    await opened.node('memory:a').moveTo(opened.node('memory:b'))
    await opened.node('memory:a/three.txt').write('three')
    await opened.node('memory:a').moveTo(opened.node('memory:b'))
    expect(await opened.node('memory:a').exists()).toBe(false)
    expect(await opened.node('memory:b/three.txt').text()).toBe('three')
    const wish = opened.node('memory:b/one.txt').copyTo(opened.node('here:moved.txt'), { onConflict: 'fail' })
    expect(await kindOf(wish)).toBe('exists')
    expect(await kindOf(opened.node('memory:none').copyTo(opened.node('here:x')))).toBe('not-found')
  })

  it('are cancelled by their signal, and leave nothing partial', async () => {
    const opened = await open()
    const leaving = new AbortController()
    const work = opened.node('memory:a').copyTo(opened.node('here:c'), {
      skip: () => new Promise(() => {}),
      signal: leaving.signal,
    })
    leaving.abort(new Error('enough'))
    await expect(work).rejects.toThrow('enough')
  })
})
