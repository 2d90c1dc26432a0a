import * as fs from 'node:fs/promises'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CopyTransferRequest } from '../../contract/transfer.ts'
import { systemCalls } from '../backends/local/system/system-calls.ts'
import { createRig, type Rig } from './transfers.test-support.ts'

const mebibyte = 1024 ** 2
const calls = systemCalls()
const ways = [
  { way: 'with calls of the system', off: '' },
  { way: 'with those of Node alone', off: 'off' },
]

let rig: Rig
afterEach(async () => {
  await rig.close()
  vi.unstubAllEnvs()
})
const at = (...path: string[]) => join(rig.folder, ...path)
const modeOf = async (...path: string[]) => ((await fs.stat(at(...path))).mode & 0o7777).toString(8)

async function make(path: string, mode: number, bytes = 10) {
  await fs.writeFile(at(path), Buffer.alloc(bytes, 'x'))
  await fs.chmod(at(path), mode)
}
async function copy(path: string, more: Partial<CopyTransferRequest> = {}) {
  const { transfer, items } = await rig.run({
    verb: 'copy',
    sources: [{ location: { mount: 'local', path } }],
    into: { mount: 'local', path: 'to' },
    policy: { skip: 'never', onConflict: 'overwrite' },
    ...more,
  })
  expect(transfer.counts).toMatchObject({ failed: 0, skipped: 0 })
  return items.map(({ route }) => route)
}
/** Runs `work` with an open file or folder. */
function attributes(path: string, work: (file: number, known: NonNullable<typeof calls>) => void) {
  const file = openSync(at(path), 'r')
  if (calls) work(file, calls)
  closeSync(file)
}

describe.runIf(process.platform !== 'win32').each(ways)('permissions within this computer, $way', ({ off }) => {
  beforeEach(async () => {
    vi.stubEnv('PORTOLAN_SYSTEM_CALLS', off)
    rig = await createRig()
    await fs.mkdir(at('to'))
  })

  it('are those of the source for a new file, on every route', async () => {
    await make('program', 0o775)
    await make('open', 0o666, mebibyte)
    await make('slow', 0o700, 2 * mebibyte)
    await make('large', 0o640, 70 * mebibyte)
    expect(await copy('program')).toEqual(['bulk'])
    expect(await copy('open')).toEqual(['bulk'])
    expect(await copy('slow', { limits: { bytesPerSecond: 1024 * mebibyte } })).toEqual(['stream'])
    expect(['pieces', 'clone']).toContain((await copy('large'))[0])
    expect(await Promise.all(['program', 'open', 'slow', 'large'].map((name) => modeOf('to', name)))).toEqual([
      '775',
      '666',
      '700',
      '640',
    ])
  })

  it('are copied without the set-user-ID bit', async () => {
    await make('small', 0o4755)
    await make('larger', 0o4755, mebibyte)
    await copy('small')
    await copy('larger')
    expect(await Promise.all([modeOf('to', 'small'), modeOf('to', 'larger')])).toEqual(['755', '755'])
  })

  it('are kept for a replaced file', async () => {
    await make('file', 0o666)
    await make('to/file', 0o600)
    await copy('file')
    expect(await modeOf('to', 'file')).toBe('600')
  })

  it('are those of the source for a new folder, which its owner can write', async () => {
    await fs.mkdir(at('f/private/closed'), { recursive: true })
    await make('f/private/closed/file', 0o604)
    await fs.chmod(at('f/private/closed'), 0o555)
    await fs.chmod(at('f/private'), 0o770)
    await copy('f')
    expect(await Promise.all([modeOf('to/f/private'), modeOf('to/f/private/closed')])).toEqual(['770', '755'])
    expect(await modeOf('to/f/private/closed/file')).toBe('604')
  })
})

describe.runIf(calls !== undefined)('extended attributes within this computer', () => {
  /** The owner and one other user may read. The bytes are in the kernel's format, version 2. */
  const list = Buffer.from(
    '0200000001000600ffffffff02000400d204000004000000ffffffff10000400ffffffff20000000ffffffff',
    'hex',
  )
  beforeEach(async () => {
    rig = await createRig()
    await fs.mkdir(at('to'))
  })
  const mark = (path: string, value = 'of source') =>
    attributes(path, (file, known) => known.setAttribute(file, 'user.note', Buffer.from(value)))
  function noteOf(path: string): string {
    let note = ''
    attributes(path, (file, known) => {
      note = known.attributesOf(file).includes('user.note')
        ? Buffer.from(known.readAttribute(file, 'user.note')).toString()
        : 'none'
    })
    return note
  }

  it('are copied with files and folders, on every route', async () => {
    await fs.mkdir(at('f'))
    await make('f/small', 0o644)
    await make('f/open', 0o644, mebibyte)
    await make('f/large', 0o644, 70 * mebibyte)
    await make('slow', 0o644, 2 * mebibyte)
    for (const path of ['f', 'f/small', 'f/open', 'f/large', 'slow']) mark(path)
    await copy('f')
    await copy('slow', { limits: { bytesPerSecond: 1024 * mebibyte } })
    const there = ['to/f', 'to/f/small', 'to/f/open', 'to/f/large', 'to/slow']
    expect(there.map(noteOf)).toEqual(there.map(() => 'of source'))
  })

  it('are kept for a replaced file, and those of the source are not copied', async () => {
    await make('file', 0o644)
    await make('to/file', 0o644)
    await make('bare', 0o644)
    await make('to/bare', 0o644)
    mark('file')
    mark('bare')
    mark('to/file', 'of target')
    await copy('file')
    await copy('bare')
    expect([noteOf('to/file'), noteOf('to/bare')]).toEqual(['of target', 'none'])
  })

  it('include access control lists', async () => {
    await make('file', 0o640)
    attributes('file', (file, known) => known.setAttribute(file, 'system.posix_acl_access', list))
    const mode = await modeOf('file')
    await copy('file')
    attributes('to/file', (file, known) =>
      expect(Buffer.from(known.readAttribute(file, 'system.posix_acl_access')).equals(list)).toBe(true),
    )
    expect(await modeOf('to/file')).toBe(mode)
  })
})
