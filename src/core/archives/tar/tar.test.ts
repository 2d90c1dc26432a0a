import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it, describe } from 'vitest'
import { failureIn, openedArchive } from '../testing/opened.test-support.ts'
import { tarEnd, tarEntry } from '../testing/make-zip.test-support.ts'

const tar = (...parts: Buffer[]) => Buffer.concat([...parts, tarEnd])
const pax = (records: Record<string, string>, type = 'x') =>
  tarEntry('pax', {
    type,
    bytes: Object.entries(records)
      .map(([key, value]) => {
        const rest = Buffer.byteLength(` ${key}=${value}\n`)
        const digits = String(rest + String(rest).length).length
        return `${rest + digits} ${key}=${value}\n`
      })
      .join(''),
  })
const long = 'all the same '.repeat(40_000)

describe.each(['plain', 'packed'])('a tar archive, %s', (how) => {
  const open = (bytes: Buffer) => openedArchive(how === 'packed' ? gzipSync(bytes) : bytes, 'made.tar')

  it('lists entries as folders and reads them in any order and range', async () => {
    const { list, names, text } = await open(
      tar(
        tarEntry('a/', { type: '5' }),
        tarEntry('a/one.txt', { bytes: 'one' }),
        tarEntry('b/c/two.txt', { bytes: long }),
        tarEntry('three', { bytes: '3' }),
      ),
    )
    expect((await list()).map(({ name, kind }) => `${name} ${kind}`)).toEqual(['a folder', 'b folder', 'three file'])
    expect(await names('b/c')).toEqual(['two.txt'])
    expect(await text('three')).toBe('3')
    expect(await text('b/c/two.txt')).toBe(long)
    expect(await text('a/one.txt')).toBe('one')
    expect(await text('b/c/two.txt', { offset: 130_001, length: 5 })).toBe(long.slice(130_001, 130_006))
  })

  it('supports long names and names that are not UTF-8', async () => {
    const name = `${'very-long-folder-name/'.repeat(20)}file`
    const { text, names } = await open(
      tar(
        tarEntry('././@LongLink', { type: 'L', bytes: `${name}\0` }),
        tarEntry(name.slice(0, 100), { bytes: 'gnu' }),
        pax({ path: `pax/${name}`, mtime: '1700000000.5' }),
        tarEntry('short', { bytes: 'pax' }),
        tarEntry(Buffer.from([0x66, 0xff]), { bytes: 'raw' }),
      ),
    )
    expect([await text(name), await text(`pax/${name}`), await text('f‛FF')]).toEqual(['gnu', 'pax', 'raw'])
    expect(await names()).toEqual(['very-long-folder-name', 'pax', 'f‛FF'])
  })

  it('shows links and devices, follows no symbolic link, and reads hard links', async () => {
    const { list, text } = await open(
      tar(
        tarEntry('file', { bytes: 'bytes' }),
        tarEntry('soft', { type: '2', target: '../../etc/passwd' }),
        tarEntry('hard', { type: '1', target: 'file' }),
        tarEntry('hard-out', { type: '1', target: '/etc/passwd' }),
        tarEntry('pipe', { type: '6' }),
        tarEntry('sparse', { type: 'S' }),
        tarEntry('soft/inner', { bytes: 'x' }),
      ),
    )
    expect((await list()).map(({ name, kind, failure }) => [name, kind, failure])).toEqual([
      ['file', 'file', undefined],
      ['soft', 'link', undefined],
      ['hard', 'file', undefined],
      ['hard-out', 'file', 'unsupported'],
      ['pipe', 'special', undefined],
      ['sparse', 'file', 'unsupported'],
      ['soft (2)', 'folder', undefined],
    ])
    expect(await text('hard')).toBe('bytes')
    expect(await failureIn(text('soft'))).toMatchObject({ kind: 'outside' })
    expect((await failureIn(text('sparse'))).message).toContain('sparse')
    expect((await failureIn(text('hard-out'))).message).toContain('not in the archive')
  })

  it('strips `..` from names, and shows the later of two entries with one name', async () => {
    const { names, text } = await open(
      tar(
        tarEntry('../up', { bytes: 'up' }),
        tarEntry('/etc/passwd', { bytes: 'root' }),
        tarEntry('./again', { bytes: 'before' }),
        tarEntry('again', { bytes: 'after' }),
        tarEntry('..', { bytes: 'no name' }),
      ),
    )
    expect(await names()).toEqual(['up', 'etc', 'again', 'unnamed'])
    expect(await text('again')).toBe('after')
  })

  it('shows the entries before a truncation and reports `corrupt`', async () => {
    const whole = tar(tarEntry('a', { bytes: 'first' }), tarEntry('b', { bytes: long }))
    const bytes = how === 'packed' ? gzipSync(whole) : whole
    const { broken, text } = await openedArchive(bytes.subarray(0, how === 'packed' ? bytes.length - 600 : 5000), 'cut')
    expect(await broken()).toMatchObject({ names: ['a', 'b'], kind: 'corrupt' })
    expect(await text('a')).toBe('first')
    expect((await failureIn(text('b'))).kind).toMatch(/corrupt|unsupported/)
  })

  it('reports where the archive is damaged', async () => {
    const { broken } = await open(tar(tarEntry('a', { bytes: 'first' }), Buffer.alloc(512, 7)))
    expect(await broken()).toMatchObject({
      names: ['a'],
      kind: 'corrupt',
      message: expect.stringContaining('can’t be read any further'),
    })
  })
})

it('refuses a gzip file that contains no tar', async () => {
  const { list } = await openedArchive(gzipSync('just text'.repeat(200)), 'text.tar.gz')
  expect(await failureIn(list())).toMatchObject({ kind: 'unsupported', message: 'The file is not a tar archive.' })
})

it('lists an uncompressed tar by reading only its headers', async () => {
  const { names, readBytes } = await openedArchive(
    tar(tarEntry('a', { bytes: Buffer.alloc(30_000_000) }), tarEntry('b', { bytes: Buffer.alloc(30_000_000) })),
    'large.tar',
  )
  expect(await names()).toEqual(['a', 'b'])
  expect(readBytes()).toBeLessThan(300_000)
})

it('decompresses a tar.gz once when all folders are read in turn', async () => {
  const noise = (n: number) => Buffer.from(Array.from({ length: 3000 }, (_, at) => (at * 7919 * (n + 1)) & 255))
  const parts: Buffer[] = []
  for (let n = 0; n < 60; n += 1) {
    parts.push(tarEntry(`d${n}/a`, { bytes: noise(n) }), tarEntry(`d${n}/sub/x`, { bytes: noise(n + 1) }))
    parts.push(tarEntry(`d${n}/z`, { bytes: noise(n + 2) }))
  }
  const bytes = gzipSync(tar(...parts))
  const { text, names, readBytes } = await openedArchive(bytes, 'all.tar.gz')
  expect(await names()).toHaveLength(60)
  const before = readBytes()
  for (let n = 0; n < 60; n += 1) {
    for (const name of ['a', 'z', 'sub/x']) await text(`d${n}/${name}`)
  }
  expect(readBytes() - before).toBeLessThan(1.2 * bytes.length)
})

it('reads archives made by GNU tar', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-tar-'))
  try {
    mkdirSync(join(folder, 'in', 'größe'), { recursive: true })
    writeFileSync(join(folder, 'in', 'größe', 'a.txt'), long)
    symlinkSync('a.txt', join(folder, 'in', 'größe', 'link'))
    for (const format of ['gnu', 'pax', 'ustar']) {
      execFileSync('tar', ['-czf', 'made.tgz', `--format=${format}`, '-C', 'in', '.'], { cwd: folder })
      const { list, text } = await openedArchive(readFileSync(join(folder, 'made.tgz')), 'made.tgz')
      expect(await text('größe/a.txt')).toBe(long)
      expect((await list('größe')).find(({ name }) => name === 'link')?.link?.target).toBe('a.txt')
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
