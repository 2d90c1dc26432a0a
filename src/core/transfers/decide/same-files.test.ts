import { mkdir, readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { CopyTransferRequest } from '../../../contract/transfer.ts'
import type { Backend } from '../../backends/backend.ts'
import { createRig, type Rig } from '../transfers.test-support.ts'

const count = 300
const again: CopyTransferRequest = {
  verb: 'copy',
  sources: [{ location: { mount: 'local', path: 'files' } }],
  into: { mount: 'local', path: 'copies' },
  policy: { skip: 'hash', onConflict: 'overwrite' },
}
const nameOf = (number: number) => `${String(number).padStart(3, '0')}.txt`

let rig: Rig
let calls: Record<'read' | 'identities', number>
beforeEach(async () => {
  rig = await createRig()
  await mkdir(join(rig.folder, 'files'))
  await mkdir(join(rig.folder, 'copies'))
  for (let number = 0; number < count; number += 1) {
    await writeFile(join(rig.folder, 'files', nameOf(number)), `content ${nameOf(number)}`)
  }
  calls = { read: 0, identities: 0 }
  rig.opened.set('local', counted(rig.backendOf('local')))
  await rig.run(again) // Copies all files.
  await rig.run(again) // Reads all files and remembers their checksums.
  calls = { read: 0, identities: 0 }
})
afterEach(() => rig.close())

function counted(backend: Backend): Backend {
  const { localPath, bulk } = backend
  if (!localPath || !bulk) throw new Error('no mount of this computer')
  return {
    ...backend,
    read: (...given) => ((calls.read += 1), backend.read(...given)),
    localPath: {
      ...localPath,
      identities: (...given) => ((calls.identities += 1), localPath.identities(...given)),
    },
    bulk: { ...bulk, read: (paths, ...rest) => ((calls.read += paths.length), bulk.read(paths, ...rest)) },
  }
}

it('skips unchanged files in batches, without reading them', async () => {
  const { transfer, items } = await rig.run(again)
  expect(transfer.counts).toMatchObject({ done: 0, skipped: count, failed: 0 })
  expect(transfer.bytes).toMatchObject({ copied: 0, settled: transfer.bytes.total })
  expect(items.filter(({ why }) => why === 'hash')).toHaveLength(count)
  expect(calls.read).toBe(0)
  expect(calls.identities).toBeLessThan(10)
})

it('copies a file with other content, even with the same size and time', async () => {
  const changed = join(rig.folder, 'files', nameOf(42))
  const { atime, mtime } = await stat(changed)
  await writeFile(changed, 'CONTENT 042.txt')
  await utimes(changed, atime, mtime)
  const { transfer } = await rig.run(again)
  expect(transfer.counts).toMatchObject({ done: 1, skipped: count - 1, failed: 0 })
  expect(await readFile(join(rig.folder, 'copies', 'files', nameOf(42)), 'utf8')).toBe('CONTENT 042.txt')
})

it('replaces a copy that someone else changed', async () => {
  const changed = join(rig.folder, 'copies', 'files', nameOf(7))
  const { atime, mtime } = await stat(changed)
  await writeFile(changed, 'content 999.txt')
  await utimes(changed, atime, mtime)
  const { transfer } = await rig.run(again)
  expect(transfer.counts).toMatchObject({ done: 1, skipped: count - 1, failed: 0 })
  expect(await readFile(changed, 'utf8')).toBe('content 007.txt')
})
