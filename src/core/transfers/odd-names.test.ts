import * as fs from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TransferRequest } from '../../contract/transfer.ts'
import { createRig, outcomesOf, type Rig } from './transfers.test-support.ts'

const mebibyte = 1024 ** 2
/** Names with bytes that are not UTF-8, and a name with the mark that stands for such bytes. */
const names = { folder: '‛FF dir', file: 'caf‛E9.txt', marked: 'a‛‛b', large: 'large‛80' }
const largeBytes = 70 * mebibyte // More than a batch takes.

let rig: Rig
beforeEach(async () => {
  rig = await createRig()
})
afterEach(() => rig.close())

/** Returns a path below the folder of the rig, from any bytes. */
function bytes(...parts: readonly (string | readonly number[])[]): Buffer {
  const below = parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part)))
  return Buffer.concat([Buffer.from(`${rig.folder}/`), ...below])
}
const folder = [0xff, 0x20, 0x64, 0x69, 0x72] as const
const file = [0x63, 0x61, 0x66, 0xe9, 0x2e, 0x74, 0x78, 0x74] as const

async function makeOdd() {
  await fs.mkdir(bytes(folder))
  await fs.writeFile(bytes(folder, '/', file), 'inside')
  await fs.writeFile(bytes(folder, '/a‛b'), 'marked')
  await fs.writeFile(bytes(file), 'alone')
  await fs.mkdir(bytes('to'))
}
const request = (path: string, more: Partial<TransferRequest> = {}) =>
  ({
    verb: 'copy',
    sources: [{ location: { mount: 'local', path } }],
    into: { mount: 'local', path: 'to' },
    policy: { skip: 'never', onConflict: 'fail' },
    ...more,
  }) as TransferRequest
const at = async (...parts: readonly (string | readonly number[])[]) => (await fs.readFile(bytes(...parts))).toString()

describe.runIf(process.platform === 'linux')('names that are not UTF-8', () => {
  beforeEach(makeOdd)

  it('are copied byte for byte, for files and folders, and undone', async () => {
    const { transfer, items } = await rig.run(request(names.folder))
    expect(outcomesOf(items).toSorted()).toEqual(
      [names.folder, `${names.folder}/${names.file}`, `${names.folder}/${names.marked}`]
        .map((path) => `done to/${path}`)
        .toSorted(),
    )
    expect(await at('to/', folder, '/', file)).toBe('inside')
    expect(await at('to/', folder, '/a‛b')).toBe('marked')
    const undone = await rig.untilEnded(rig.transfers.startUndo(transfer.id).id)
    expect(undone.counts).toMatchObject({ done: 2, failed: 0, skipped: 0 })
    expect(await fs.readdir(bytes('to'))).toEqual([])
  })

  it('are copied over existing files, compared by content on request', async () => {
    expect(outcomesOf((await rig.run(request(names.file))).items)).toEqual([`done to/${names.file}`])
    const byHash = { policy: { skip: 'hash', onConflict: 'overwrite' } } as const
    expect(outcomesOf((await rig.run(request(names.file, byHash))).items)).toEqual([`skipped to/${names.file}`])
    await fs.writeFile(bytes(file), 'other')
    expect(outcomesOf((await rig.run(request(names.file, byHash))).items)).toEqual([`done to/${names.file}`])
    expect(await at('to/', file)).toBe('other')
  })

  it('are copied in pieces and with a speed limit', async () => {
    await fs.writeFile(bytes('large', [0x80]), Buffer.alloc(largeBytes, 'large'))
    const { items } = await rig.run(request(names.large))
    expect(outcomesOf(items)).toEqual([`done to/${names.large}`])
    expect((await fs.readFile(bytes('to/large', [0x80]))).equals(Buffer.alloc(largeBytes, 'large'))).toBe(true)
    await fs.writeFile(bytes(file), Buffer.alloc(2 * mebibyte, 'x'))
    const slow = rig.transfers.start(request(names.file, { limits: { bytesPerSecond: 1024 * mebibyte } }))
    await rig.untilEnded(slow.id)
    expect(await at('to/', file)).toBe('x'.repeat(2 * mebibyte))
  })

  it('are moved and deleted', async () => {
    await rig.run(request(names.folder, { verb: 'move' }))
    expect(await at('to/', folder, '/', file)).toBe('inside')
    await rig.run({
      verb: 'delete',
      sources: [{ location: { mount: 'local', path: `to/${names.folder}` } }],
      to: 'nowhere',
    })
    expect(await fs.readdir(bytes('to'))).toEqual([])
  })

  it('are copied to a store under their displayed names, and back', async () => {
    await rig.run(request(names.folder, { into: { mount: 'memory', path: '' } }))
    expect(await rig.textOf('memory', `${names.folder}/${names.file}`)).toBe('inside')
    await rig.run(request('', { sources: [{ location: { mount: 'memory', path: names.folder } }] }))
    expect(await at('to/', folder, '/', file)).toBe('inside')
  })

  it('cannot hide that a folder is copied into itself', async () => {
    const inside = { mount: 'local', path: names.folder }
    expect(outcomesOf((await rig.run(request(names.folder, { into: inside }))).items)).toEqual([
      `bad-input ${names.folder}/${names.folder}`,
    ])
    expect(await fs.readdir(rig.folder)).toHaveLength(3)
  })
})
