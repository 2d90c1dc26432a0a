import * as fs from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CopyTransferRequest } from '../../contract/transfer.ts'
import { createRig, type Rig } from './transfers.test-support.ts'

const mebibyte = 1024 ** 2
let rig: Rig
afterEach(async () => {
  await rig.close()
  vi.unstubAllEnvs()
})
const at = (...path: string[]) => join(rig.folder, ...path)
const onDisk = async (...path: string[]) => (await fs.stat(at(...path))).blocks * 512

/** Creates a sparse file with some bytes in it. */
async function makeHoled(name: string, sizeBytes: number, bytes: Readonly<Record<number, Buffer>>) {
  const file = await fs.open(at(name), 'w')
  await file.truncate(sizeBytes)
  for (const [position, some] of Object.entries(bytes)) await file.write(some, 0, some.length, Number(position))
  await file.close()
}
const request = (path: string): CopyTransferRequest => ({
  verb: 'copy',
  sources: [{ location: { mount: 'local', path } }],
  into: { mount: 'local', path: 'to' },
  policy: { skip: 'never', onConflict: 'overwrite' },
})
async function copy(path: string) {
  const { transfer, items } = await rig.run(request(path))
  expect(transfer.counts).toMatchObject({ done: 1, failed: 0 })
  return items[0]?.route
}
async function bytesAt(name: string, position: number, length: number): Promise<string> {
  const file = await fs.open(at('to', name), 'r')
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, position)
  await file.close()
  return buffer.toString()
}

describe.runIf(process.platform === 'linux').each(['', 'off'])(
  'holes in sparse files, with system calls %j',
  (calls) => {
    beforeEach(async () => {
      vi.stubEnv('PORTOLAN_SYSTEM_CALLS', calls)
      rig = await createRig()
      await fs.mkdir(at('to'))
    })

    it('are kept in files that are copied in batches', async () => {
      await makeHoled('some', 20 * mebibyte + 5, { 0: Buffer.from('begin'), [10 * mebibyte]: Buffer.from('middle') })
      expect(await copy('some')).toBe('bulk')
      expect((await fs.stat(at('to', 'some'))).size).toBe(20 * mebibyte + 5)
      expect(await bytesAt('some', 0, 5)).toBe('begin')
      expect(await bytesAt('some', 10 * mebibyte, 6)).toBe('middle')
      expect(await onDisk('to', 'some')).toBeLessThan(mebibyte)
      await fs.writeFile(at('to', 'some'), 'to be replaced')
      await copy('some')
      expect(await onDisk('to', 'some')).toBeLessThan(mebibyte)
      expect(await bytesAt('some', 10 * mebibyte, 6)).toBe('middle')
    })

    it('are kept in files that are copied in pieces', async () => {
      const full = Buffer.alloc(70 * mebibyte, 'full')
      await makeHoled('large', 300 * mebibyte, { [100 * mebibyte]: full })
      expect(['pieces', 'clone']).toContain(await copy('large'))
      expect((await fs.stat(at('to', 'large'))).size).toBe(300 * mebibyte)
      expect(await bytesAt('large', 100 * mebibyte, full.length)).toBe(full.toString())
      expect(await bytesAt('large', 299 * mebibyte, 1)).toBe('\0')
      expect(await onDisk('to', 'large')).toBeLessThan(75 * mebibyte)
    })

    it('are skipped in a file that consists almost only of holes', async () => {
      // Without system calls for holes, they have to be read.
      const sizeBytes = calls === 'off' ? 2 * 1024 * mebibyte : 1024 ** 4
      await makeHoled('huge', sizeBytes, { [mebibyte]: Buffer.from('x'), [sizeBytes - 1]: Buffer.from('y') })
      await copy('huge')
      expect((await fs.stat(at('to', 'huge'))).size).toBe(sizeBytes)
      expect(await bytesAt('huge', mebibyte, 1)).toBe('x')
      expect(await bytesAt('huge', sizeBytes - 1, 1)).toBe('y')
      expect(await onDisk('to', 'huge')).toBeLessThan(mebibyte)
    })
  },
)
