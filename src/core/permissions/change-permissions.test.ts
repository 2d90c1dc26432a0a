import * as fs from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PermissionsProgress } from '../../contract/permissions.ts'
import { octalMode } from '../../lib/file-mode.ts'
import type { Backend } from '../backends/backend.ts'
import { localDescriptor } from '../backends/local/index.ts'
import { changePermissions, type PermissionsWish, takeBackPermissions } from './change-permissions.ts'

describe.skipIf(process.platform === 'win32')('permissions of several entries', () => {
  const { signal } = new AbortController()
  let base = ''
  let root = ''
  let backend: Backend
  beforeEach(async () => {
    base = await fs.mkdtemp(join(await fs.realpath(tmpdir()), 'portolan-permissions-'))
    root = join(base, 'root')
    await fs.mkdir(join(root, 'folder', 'deep'), { recursive: true })
    for (const name of ['top', 'folder/one', 'folder/deep/two'])
      await fs.writeFile(join(root, name), 'x', { mode: 0o644 })
    await fs.chmod(join(root, 'folder'), 0o755)
    await fs.chmod(join(root, 'folder/deep'), 0o755)
    backend = await localDescriptor.open({ path: root }, {}, { signal })
  })
  afterEach(async () => {
    await backend.close()
    for (const name of ['folder', 'folder/deep']) await fs.chmod(join(root, name), 0o755).catch(() => {})
    await fs.rm(base, { recursive: true })
  })

  const at = (path: string) => ({ mount: 'here', path, backend })
  const modeOf = async (path: string) => octalMode((await fs.stat(join(root, path))).mode)
  const modes = async () => Promise.all(['folder', 'folder/deep', 'folder/one', 'folder/deep/two', 'top'].map(modeOf))
  async function all(steps: AsyncIterable<PermissionsProgress>) {
    const sum = {
      changed: [] as PermissionsProgress['changed'][number][],
      unchanged: 0,
      left: 0,
      failures: [] as string[],
    }
    for await (const { changed, unchanged, left, failed } of steps) {
      sum.changed.push(...changed)
      sum.unchanged += unchanged
      sum.left += left
      sum.failures.push(...failed.map(({ location, failure }) => `${location.path}: ${failure.kind}`))
    }
    return sum
  }
  const change = (paths: readonly string[], wish: PermissionsWish) =>
    all(changePermissions(paths.map(at), wish, { signal }))

  it('of a folder change without its contents, unless that is requested', async () => {
    const { changed, unchanged } = await change(['folder', 'top'], { to: { mode: 'go-rx' } })
    expect([changed.length, unchanged]).toEqual([2, 0])
    expect(await modes()).toEqual(['700', '755', '644', '644', '600'])
    expect(await change(['top'], { to: { mode: '600' } })).toMatchObject({ changed: [], unchanged: 1 })
  })

  it('of contents are set separately for files and folders', async () => {
    const wish = { to: { mode: '750' }, inside: { folders: { mode: '2750' }, files: { mode: 'g-r,o=' } } }
    const { changed, failures } = await change(['folder'], wish)
    expect([changed.length, failures]).toEqual([4, []])
    expect(await modes()).toEqual(['750', '2750', '600', '600', '644'])
  })

  it('can be removed from a whole tree, and granted again to closed folders', async () => {
    const closing = await change(['folder'], {
      to: { mode: 'a=' },
      inside: { files: { mode: 'a=' }, folders: { mode: 'a=' } },
    })
    expect([closing.changed.length, closing.failures]).toEqual([4, []])
    const opened = await change(['folder'], {
      to: { mode: 'u=rwX' },
      inside: { files: { mode: 'u=rwX' }, folders: { mode: 'u=rwX' } },
    })
    expect([opened.changed.length, opened.failures]).toEqual([4, []])
    expect(await modes()).toEqual(['700', '700', '600', '600', '644'])
    for (const { changed } of [opened, closing]) {
      const items = changed.map((each) => ({ location: at(each.location.path), change: each }))
      expect((await all(takeBackPermissions(items, { signal }))).failures).toEqual([])
    }
    expect(await modes()).toEqual(['755', '755', '644', '644', '644'])
  })

  it('of the targets of symbolic links stay as they are', async () => {
    await fs.writeFile(join(base, 'outside'), 'x', { mode: 0o600 })
    await fs.symlink(join(base, 'outside'), join(root, 'folder/link'))
    await fs.symlink('top', join(root, 'near'))
    const { left, failures } = await change(['folder', 'near'], {
      to: { mode: '777' },
      inside: { files: { mode: '777' }, folders: { mode: '777' } },
    })
    expect([left, failures]).toEqual([2, []])
    expect([octalMode((await fs.stat(join(base, 'outside'))).mode), await modeOf('top')]).toEqual(['600', '644'])
  })

  it('fail entry by entry, and the others continue', async () => {
    const { changed, failures } = await change(['no', 'top'], { to: { mode: '600' } })
    expect([changed.length, failures]).toEqual([1, ['no: not-found']])
    await expect(change(['top'], { to: { mode: 'wide open' } })).rejects.toMatchObject({
      failure: { kind: 'bad-input' },
    })
  })

  it('are restored, except where someone changed them since', async () => {
    const { changed } = await change(['top', 'folder/one'], { to: { mode: '600' } })
    await fs.chmod(join(root, 'folder/one'), 0o640)
    const items = changed.map((each) => ({ location: at(each.location.path), change: each }))
    const back = await all(takeBackPermissions(items, { signal }))
    expect([back.changed.length, back.failures]).toEqual([1, ['folder/one: changed']])
    expect([await modeOf('top'), await modeOf('folder/one')]).toEqual(['644', '640'])
  })

  it('stop midway when the caller aborts', async () => {
    const many = join(root, 'many')
    await fs.mkdir(many)
    await Promise.all(
      Array.from({ length: 5000 }, (_, number) => fs.writeFile(join(many, `${number}`), '', { mode: 0o644 })),
    )
    let seen = 0
    const wish = { to: {}, inside: { files: { mode: '600' } } }
    for await (const { changed } of changePermissions([at('many')], wish, { signal })) {
      seen += changed.length
      break
    }
    const modesNow = await Promise.all((await fs.readdir(many)).map((name) => modeOf(`many/${name}`)))
    expect(seen).toBeGreaterThan(0)
    expect(modesNow.filter((mode) => mode === '644').length).toBeGreaterThan(0)
  })
})
