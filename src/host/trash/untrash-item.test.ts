import { lstat, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { failureOf } from '../../contract/failure.ts'
import { connectInProcess } from '../connect-in-process.ts'
import { createHost } from '../create-host.ts'
import { trashItem } from './trash-item.ts'
import { createUntrash, type UntrashItem } from './untrash-item.ts'

const since = { sinceMs: 0 }

it('is not available on systems without restore', () => {
  expect(createUntrash({ platform: 'darwin', env: {}, homeFolder: '/' })).toBeUndefined()
  expect(createUntrash({ platform: 'win32', env: {}, homeFolder: '/' })).toBeUndefined()
})

/** A separate home folder, so that the user's trash is not touched. */
describe.runIf(process.platform === 'linux')('the trash of a Linux system', () => {
  let home: string
  let info: string
  let untrash: UntrashItem

  beforeAll(async () => {
    home = await realpath(await mkdtemp(join(tmpdir(), 'portolan-untrash-')))
    vi.stubEnv('HOME', home)
    vi.stubEnv('XDG_DATA_HOME', join(home, 'data'))
    info = join(home, 'data', 'Trash', 'info')
    untrash = createUntrash({ platform: 'linux', env: process.env, homeFolder: home }) as UntrashItem
  })
  afterAll(async () => {
    vi.unstubAllEnvs()
    await rm(home, { recursive: true })
  })

  it('restores files, folders and links with unusual names, and removes their records', async () => {
    await mkdir(join(home, 'folder'))
    await symlink('nowhere', join(home, 'link'))
    const names = ['folder/in', '100%.txt', 'two\nlines', '名前 #1']
    for (const name of names) await writeFile(join(home, name), name)
    const tops = ['folder', 'link', ...names.slice(1)]
    for (const name of tops) await trashItem(join(home, name))
    expect(await readdir(home)).toEqual(['data'])
    for (const name of tops) await untrash(join(home, name), since)
    for (const name of names) expect(await readFile(join(home, name), 'utf8')).toBe(name)
    expect((await lstat(join(home, 'link'))).isSymbolicLink()).toBe(true)
    expect(await readdir(info)).toEqual([])
  })

  it('restores the newest of several files, and none older than the given time', async () => {
    const path = join(home, 'note')
    for (const text of ['older', 'newer']) {
      await writeFile(path, text)
      await trashItem(path)
      await vi.waitFor(async () => expect(await readdir(info)).not.toHaveLength(0))
      await age(text === 'older' ? '2020-01-01T10:00:00' : '2021-01-01T10:00:00')
    }
    await untrash(path, since)
    expect(await readFile(path, 'utf8')).toBe('newer')
    await rm(path)
    const late = { sinceMs: new Date('2020-06-01').getTime() }
    expect(failureOf(await untrash(path, late).catch((error: unknown) => error)).kind).toBe('not-found')
    await untrash(path, since)
    expect(await readFile(path, 'utf8')).toBe('older')

    /** Sets another date in today's records. There is one at a time. */
    async function age(date: string) {
      for (const name of await readdir(info)) {
        const text = await readFile(join(info, name), 'utf8')
        if (!/DeletionDate=202[01]/.test(text)) {
          await writeFile(join(info, name), text.replace(/DeletionDate=.*/, `DeletionDate=${date}`))
        }
      }
    }
  })

  it('never replaces an existing entry', async () => {
    for (const make of [(path: string) => writeFile(path, 'trashed'), (path: string) => mkdir(path)]) {
      const path = join(home, 'taken')
      await make(path)
      await trashItem(path)
      await writeFile(path, 'new')
      expect(failureOf(await untrash(path, since).catch((error: unknown) => error)).kind).toBe('exists')
      expect(await readFile(path, 'utf8')).toBe('new')
      await rm(path)
      await untrash(path, since)
      await rm(path, { recursive: true })
    }
  })

  it('undoes a delete, recreates its folder, and skips what was removed from the trash', async () => {
    const user = join(home, 'user')
    await mkdir(join(user, 'deep'), { recursive: true })
    await writeFile(join(user, 'deep', 'a.txt'), 'A')
    await writeFile(join(user, 'b.txt'), 'B')
    await writeFile(join(user, 'c.txt'), 'C')
    const places = { configFolder: join(home, 'conf'), dataFolder: join(home, 'portolan'), homeFolder: user }
    const host = await createHost({ version: '0', env: {}, ...places, trashItem, untrashItem: untrash })
    const connection = connectInProcess(host)
    const { client } = connection
    const ended = async (id: number) => {
      for await (const { transfers } of client.transfers.watch({})) {
        const found = transfers.find((each) => each.id === id && each.state === 'ended')
        if (found) return found
      }
      throw new Error('the host went away')
    }
    const sources = ['deep/a.txt', 'b.txt', 'c.txt'].map((path) => ({ location: { mount: 'Home', path } }))
    const { id } = await client.transfers.start({ verb: 'delete', sources, to: 'trash' })
    expect((await ended(id)).counts).toMatchObject({ done: 3 })
    await rm(join(user, 'deep'), { recursive: true })
    await writeFile(join(user, 'c.txt'), 'another')
    const undone = await ended((await client.transfers.undo({ id })).id)
    expect(undone.counts).toMatchObject({ done: 2, skipped: 1, failed: 0 })
    expect(await readFile(join(user, 'deep', 'a.txt'), 'utf8')).toBe('A')
    expect(await readFile(join(user, 'b.txt'), 'utf8')).toBe('B')
    expect(await readFile(join(user, 'c.txt'), 'utf8')).toBe('another')
    connection.close()
    await host.close()
  })
})
