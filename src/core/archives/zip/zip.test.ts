import { execFileSync } from 'node:child_process'
import { mkdtempSync, openSync, readFileSync, rmSync, truncateSync, writeFileSync, writeSync, closeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { localDescriptor } from '../../backends/local/index.ts'
import { failureIn, openedArchive, reading } from '../testing/opened.test-support.ts'
import { makeZipBytes, type MadeEntry } from '../testing/make-zip.test-support.ts'

const open = (entries: readonly MadeEntry[], more?: Parameters<typeof makeZipBytes>[1]) =>
  openedArchive(makeZipBytes(entries, more))
const long = 'all the same '.repeat(40_000)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-zip-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('a zip archive', () => {
  it('lists folders, even those without an entry, and reads stored and deflated files', async () => {
    const { list, names, text } = await open([
      { name: 'a/b/deep.txt', bytes: 'deep' },
      { name: 'long.txt', bytes: long, isDeflated: true },
      { name: 'empty/' },
      { name: 'nothing' },
    ])
    expect((await list()).map(({ name, kind, sizeBytes }) => [name, kind, sizeBytes])).toEqual([
      ['a', 'folder', undefined],
      ['long.txt', 'file', long.length],
      ['empty', 'folder', undefined],
      ['nothing', 'file', 0],
    ])
    expect([await names('a'), await names('a/b'), await names('empty')]).toEqual([['b'], ['deep.txt'], []])
    expect([await text('a/b/deep.txt'), await text('nothing')]).toEqual(['deep', ''])
    expect(await text('long.txt')).toBe(long)
    expect((await list())[1]?.modifiedMs).toBe(new Date(2024, 1, 3).getTime())
  })

  it('reads any range of an entry', async () => {
    const { text } = await open([
      { name: 'stored', bytes: '0123456789' },
      { name: 'deflated', bytes: long, isDeflated: true },
    ])
    expect(await text('stored', { offset: 3, length: 4 })).toBe('3456')
    expect(await text('deflated', { offset: 130_001, length: 12 })).toBe(long.slice(130_001, 130_013))
    expect(await text('deflated', { offset: long.length - 3 })).toBe('me ')
    expect(await text('deflated', { offset: long.length + 5 })).toBe('')
  })

  it('decodes names in UTF-8, in code page 437, and from the Unicode path field', async () => {
    const raw = Buffer.from([0x4b, 0x94, 0x6c, 0x6e]) // Köln
    const field = Buffer.alloc(9)
    field.writeUInt16LE(0x7075, 0)
    const path = Buffer.from('東京.txt')
    field.writeUInt16LE(5 + path.length, 2)
    field.writeUInt8(1, 4)
    field.writeUInt32LE(crc32(Buffer.from('t.txt')), 5)
    const { names } = await open([
      { name: 'größe', flags: 0x800 },
      { name: 'größe.mac', flags: 0 },
      { name: raw, flags: 0 },
      { name: 't.txt', flags: 0, extra: Buffer.concat([field, path]) },
    ])
    expect(await names()).toEqual(['größe', 'größe.mac', 'Köln', '東京.txt'])
  })

  it('lists encrypted entries and reports that they cannot be read', async () => {
    const { list, text } = await open([
      { name: 'secret', bytes: 'x', flags: 1 },
      { name: 'odd', bytes: 'x', method: 14 },
    ])
    expect(await list()).toMatchObject([{ name: 'secret', failure: 'unsupported' }, { failure: 'unsupported' }])
    expect((await failureIn(text('secret'))).message).toBe(
      '“secret” is encrypted. Portolan can’t decrypt files in archives.',
    )
    expect((await failureIn(text('odd'))).message).toContain('compressed in a way that Portolan can’t unpack')
  })

  it('is refused if it is one of several parts', async () => {
    const { list } = await open([{ name: 'a' }], { disk: 3 })
    expect(await failureIn(list())).toMatchObject({
      kind: 'unsupported',
      message: expect.stringContaining('Join the parts'),
    })
  })

  it('opens even if a self-extracting program precedes it', async () => {
    const { text } = await open([{ name: 'a', bytes: 'inner' }], { prefix: Buffer.from('#!/bin/sh\n'.repeat(500)) })
    expect(await text('a')).toBe('inner')
  })

  it('shows symbolic links and never follows them', async () => {
    const { list, text } = await open([{ name: 'out', bytes: '/etc/passwd', mode: 0o120777 }])
    expect(await list()).toMatchObject([{ kind: 'link', link: { target: '/etc/passwd', leadsTo: 'outside' } }])
    expect(await failureIn(text('out'))).toMatchObject({ kind: 'outside' })
  })
})

describe('a malicious zip archive', () => {
  it('strips `..` from names without losing an entry', async () => {
    const { archive, names, text } = await open([
      { name: '../../up', bytes: 'up' },
      { name: '/etc/passwd', bytes: 'root' },
      { name: 'C:\\windows\\x.dll', madeOn: 0 },
      { name: 'a\0b' },
      { name: '', bytes: 'no name' },
      { name: './c//d/../e' },
      { name: 'back\\slash', madeOn: 3 },
    ])
    expect(await names()).toEqual(['up', 'etc', 'windows', 'a␀b', 'unnamed', 'c', 'back\\slash'])
    expect([await text('up'), await text('etc/passwd'), await text('unnamed')]).toEqual(['up', 'root', 'no name'])
    expect(await names('c/d')).toEqual(['e'])
    await archive.close()
  })

  it('shows every one of several entries with the same name, even files and folders', async () => {
    const { names, text } = await open([
      { name: 'a.txt', bytes: '1' },
      { name: 'a.txt', bytes: '2' },
      { name: 'a.txt', bytes: '3' },
      { name: 'a.txt/inner', bytes: '4' },
      { name: 'a.txt/other', bytes: '5' },
    ])
    expect(await names()).toEqual(['a.txt', 'a (2).txt', 'a (3).txt', 'a (4).txt'])
    expect([await text('a (3).txt'), await text('a (4).txt/other')]).toEqual(['3', '5'])
  })

  it('fails with `corrupt` if a checksum is wrong', async () => {
    const { text } = await open([
      { name: 'stored', bytes: 'abc', crc32: 1 },
      { name: 'deflated', bytes: long, isDeflated: true, crc32: 1 },
    ])
    for (const name of ['stored', 'deflated']) {
      expect(await failureIn(text(name))).toMatchObject({ kind: 'corrupt', message: expect.stringContaining('sum') })
    }
  })

  it('is not decompressed beyond the declared size of an entry', async () => {
    const { archive, text } = await open([
      { name: 'bomb', bytes: Buffer.alloc(50_000_000), isDeflated: true, saidSize: 1000 },
    ])
    expect(await failureIn(text('bomb'))).toMatchObject({
      kind: 'corrupt',
      message: expect.stringContaining('does not have the size'),
    })
    await archive.close()
  })

  it('cannot have entries that share the same bytes', async () => {
    const { list, text } = await open([
      { name: 'one', bytes: 'kernel', isDeflated: true },
      { name: 'two', bytes: 'kernel', isDeflated: true, liesAt: 0 },
      { name: 'apart', bytes: 'apart' },
    ])
    expect((await list()).map(({ failure }) => failure)).toEqual(['unsupported', 'unsupported', undefined])
    expect((await failureIn(text('two'))).message).toContain('overlaps another entry')
    expect(await text('apart')).toBe('apart')
  })

  it('shows the entries found before a truncation and reports that the rest is missing', async () => {
    const whole = makeZipBytes([
      { name: 'a', bytes: 'first' },
      { name: 'b', bytes: 'second' },
      { name: 'c', bytes: long },
    ])
    const { broken, text } = await openedArchive(whole.subarray(0, 5000))
    expect(await broken()).toMatchObject({
      names: ['a', 'b', 'c'],
      kind: 'corrupt',
      message: expect.stringContaining('end of the archive is missing'),
    })
    expect([await text('a'), await text('b')]).toEqual(['first', 'second'])
    expect((await failureIn(text('c'))).message).toContain('no room')
  })

  it('is refused if the file is not an archive', async () => {
    const { list } = await openedArchive(Buffer.from('just text'.repeat(300)))
    expect((await failureIn(list())).message).toBe(
      '“made.zip” is not an archive that Portolan can open. It opens zip, tar and tar.gz.',
    )
    expect((await failureIn((await openedArchive(Buffer.alloc(0))).list())).kind).toBe('unsupported')
  })

  it('lists 200,000 entries in pages', async () => {
    const many = Array.from({ length: 200_000 }, (_, n) => ({ name: `f${n % 100}/file-${n}` }))
    const { names } = await open(many)
    expect(await names()).toHaveLength(100)
    expect(await names('f7')).toHaveLength(2000)
  })
})

it('lists a zip of 20 GiB with few bytes read', async () => {
  const path = join(folder, 'large.zip')
  writeFileSync(path, largeZip().head)
  truncateSync(path, largeZip().head.length + largeBytes)
  const file = openSync(path, 'a')
  writeSync(file, largeZip().tail)
  closeSync(file)
  const { signal } = new AbortController()
  const local = await localDescriptor.open({ path: folder }, {}, { signal })
  const { list, text, readBytes } = reading(local, 'large.zip')
  expect(await list()).toMatchObject([{ name: 'hole', sizeBytes: largeBytes }])
  expect(readBytes()).toBeLessThan(300_000)
  expect(await text('hole', { offset: largeBytes - 2, length: 2 })).toBe('\0\0')
  expect(readBytes()).toBeLessThan(500_000)
  await local.close()
})

const largeBytes = 20 * 1024 ** 3

/** One stored entry of 20 GiB, with the 64-bit records it needs. */
function largeZip() {
  const local = Buffer.alloc(30 + 4 + 20)
  local.write('PK\x03\x04', 0, 'latin1')
  local.writeUInt32LE(0xffffffff, 18)
  local.writeUInt32LE(0xffffffff, 22)
  local.writeUInt16LE(4, 26)
  local.writeUInt16LE(20, 28)
  local.write('hole', 30)
  const extra = Buffer.alloc(20)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(16, 2)
  extra.writeBigUInt64LE(BigInt(largeBytes), 4)
  extra.writeBigUInt64LE(BigInt(largeBytes), 12)
  extra.copy(local, 34)
  const record = Buffer.alloc(46)
  record.write('PK\x01\x02', 0, 'latin1')
  record.writeUInt32LE(0xffffffff, 20)
  record.writeUInt32LE(0xffffffff, 24)
  record.writeUInt16LE(4, 28)
  record.writeUInt16LE(20, 30)
  const list = Buffer.concat([record, Buffer.from('hole'), extra])
  const start = local.length + largeBytes
  const end64 = Buffer.alloc(56)
  end64.write('PK\x06\x06', 0, 'latin1')
  end64.writeBigUInt64LE(44n, 4)
  end64.writeBigUInt64LE(1n, 24)
  end64.writeBigUInt64LE(1n, 32)
  end64.writeBigUInt64LE(BigInt(list.length), 40)
  end64.writeBigUInt64LE(BigInt(start), 48)
  const locator = Buffer.alloc(20)
  locator.write('PK\x06\x07', 0, 'latin1')
  locator.writeBigUInt64LE(BigInt(start + list.length), 8)
  locator.writeUInt32LE(1, 16)
  const end = Buffer.alloc(22, 0xff)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt32LE(0, 4)
  end.writeUInt16LE(0, 20)
  return { head: local, tail: Buffer.concat([list, end64, locator, end]) }
}

const isThere = (tool: string) => {
  try {
    execFileSync('which', [tool])
    return true
  } catch {
    return false
  }
}

it.runIf(isThere('zip'))('reads an archive made by Info-ZIP', async () => {
  writeFileSync(join(folder, 'größe.txt'), long)
  execFileSync('zip', ['-qr', 'made.zip', 'größe.txt'], { cwd: folder })
  const { names, text } = await openedArchive(readFileSync(join(folder, 'made.zip')))
  expect(await names()).toEqual(['größe.txt'])
  expect(await text('größe.txt')).toBe(long)
})

it.runIf(isThere('python3'))('reads an archive that Python streamed without known sizes', async () => {
  const script = `
import sys, zipfile
class Pipe:
    def __init__(self, f): self.f = f
    def write(self, b): return self.f.write(b)
    def flush(self): self.f.flush()
with open(sys.argv[1], 'wb') as f, zipfile.ZipFile(Pipe(f), 'w', zipfile.ZIP_DEFLATED) as z:
    z.writestr('日本/a.txt', 'all the same ' * 40000)
    z.writestr('b.txt', 'b')
`
  execFileSync('python3', ['-c', script, join(folder, 'py.zip')])
  const { names, text } = await openedArchive(readFileSync(join(folder, 'py.zip')))
  expect(await names()).toEqual(['日本', 'b.txt'])
  expect(await text('日本/a.txt')).toBe(long)
})
