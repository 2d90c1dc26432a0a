import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, type TestContext } from 'vitest'
import type { TransferRequest } from '../../../contract/transfer.ts'
import { localDescriptor } from '../../backends/local/index.ts'
import { standardStack } from '../../layers/standard-stack.ts'
import { createRig, type Rig } from '../transfers.test-support.ts'

const { signal } = new AbortController()
const largeBytes = 80 * 1024 ** 2 // More than a batch takes.
const cleanUps: (() => Promise<unknown>)[] = []
let rig: Rig
beforeEach(async () => {
  rig = await createRig()
})
afterEach(async () => {
  await rig.close()
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

const request = (mount: string): TransferRequest => ({
  verb: 'copy',
  sources: [{ location: { mount, path: 'large' } }],
  into: { mount, path: 'to' },
  policy: { skip: 'never', onConflict: 'fail' },
})
const hashOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')

async function copyLarge(mount: string, folder: string) {
  const block = randomBytes(1024 ** 2)
  await writeFile(join(folder, 'large'), Buffer.concat(Array.from({ length: largeBytes / block.length }, () => block)))
  await mkdir(join(folder, 'to'))
  const { items, transfer } = await rig.run(request(mount))
  expect(transfer.counts).toMatchObject({ total: 1, done: 1 })
  expect(hashOf(join(folder, 'to', 'large'))).toBe(hashOf(join(folder, 'large')))
  return items[0]
}

/** Mounts a disk that can share blocks, if this system can create one. */
async function mountXfs(context: TestContext): Promise<string> {
  const base = await mkdtemp(join(tmpdir(), 'portolan-clone-'))
  const folder = join(base, 'disk')
  cleanUps.push(() => rm(base, { recursive: true }))
  try {
    if (process.platform !== 'linux') throw new Error('this is not Linux')
    await mkdir(folder)
    await writeFile(join(base, 'image'), '')
    await truncate(join(base, 'image'), 500 * 1024 ** 2)
    execFileSync('mkfs.xfs', ['-q', join(base, 'image')], { stdio: 'pipe' })
    execFileSync('mount', ['-o', 'loop', join(base, 'image'), folder], { stdio: 'pipe' })
  } catch (error) {
    const why = 'it takes root on Linux, loop devices and mkfs.xfs (apt-get install xfsprogs)'
    process.stderr.write(`\n!! Sharing blocks is not tested: ${why}. ${String(error)}\n`)
    return context.skip(`sharing blocks is not tested: ${why}`)
  }
  cleanUps.push(async () => execFileSync('umount', ['-l', folder]))
  return folder
}

it('clones a large file if the disk supports it', async (context) => {
  const folder = await mountXfs(context)
  const local = await localDescriptor.open({ path: folder }, {}, { signal })
  cleanUps.push(() => local.close())
  rig.opened.set('xfs', standardStack(local, { mount: 'xfs', readOnly: false, isRemote: false }))
  expect(await copyLarge('xfs', folder)).toMatchObject({ state: 'done', route: 'clone' })
})

it('copies through a small buffer if the disk cannot clone', async () => {
  const item = await copyLarge('local', rig.folder)
  expect(['pieces', 'clone']).toContain(item?.route) // Depends on the disk that the tests run on.
})
