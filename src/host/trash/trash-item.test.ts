import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { failureOf } from '../../contract/failure.ts'
import { trashItem } from './trash-item.ts'

const kindOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => failureOf(error).kind,
  )

/** A separate home folder, so that the user's trash is not touched. */
describe.runIf(process.platform === 'linux')('the trash of a Linux system', () => {
  let home: string
  let trash: string

  beforeAll(async () => {
    home = await realpath(await mkdtemp(join(tmpdir(), 'portolan-trash-')))
    vi.stubEnv('HOME', home)
    vi.stubEnv('XDG_DATA_HOME', join(home, 'data'))
    trash = join(home, 'data', 'Trash')
  })
  afterAll(async () => {
    vi.unstubAllEnvs()
    await rm(home, { recursive: true })
  })

  async function trashed(): Promise<string[]> {
    const names = await readdir(join(trash, 'info'))
    const infos = await Promise.all(names.map((name) => readFile(join(trash, 'info', name), 'utf8')))
    return infos.map((info) => decodeURI(/^Path=(.*)$/m.exec(info)?.[1] ?? '').replace(`${home}/`, ''))
  }

  it('is created if missing, and accepts files, folders and unusual names', async () => {
    await mkdir(join(home, 'folder'))
    for (const name of ['folder/in', 'a b.txt', '100%.txt', 'two\nlines', '*', '!no', '名前'])
      await writeFile(join(home, name), name)
    for (const name of ['folder', 'a b.txt', '100%.txt', 'two\nlines', '*', '!no', '名前'])
      await trashItem(join(home, name))
    expect((await trashed()).toSorted()).toEqual(['!no', '*', '100%.txt', 'a b.txt', 'folder', 'two\nlines', '名前'])
    expect(await readdir(home)).toEqual(['data'])
  })

  it('accepts a symbolic link, not its target', async () => {
    await writeFile(join(home, 'real'), 'R')
    await symlink('real', join(home, 'link'))
    await symlink('nowhere', join(home, 'dangling'))
    await trashItem(join(home, 'link'))
    await trashItem(join(home, 'dangling'))
    expect((await readdir(home)).toSorted()).toEqual(['data', 'real'])
    expect(await readFile(join(home, 'real'), 'utf8')).toBe('R')
  })

  it('leaves a file in place and reports it if the trash cannot be created', async () => {
    await rm(trash, { recursive: true })
    await writeFile(trash, 'in the way')
    await writeFile(join(home, 'kept'), 'K')
    const error = failureOf(await trashItem(join(home, 'kept')).catch((thrown: unknown) => thrown))
    expect(error).toMatchObject({ kind: 'unsupported', message: expect.stringContaining('left where it is') as string })
    expect(await readFile(join(home, 'kept'), 'utf8')).toBe('K')
  })

  it('reports a file that does not exist', async () => {
    expect(await kindOf(trashItem(join(home, 'no')))).toBe('not-found')
  })
})
