import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type OpenShelf, openShelf } from '../index.ts'
import { watchOutside } from './watch-outside.ts'

let root: string
let open: OpenShelf
let stop: AbortController
let watching: Promise<void>

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'portolan-shelf-watch-'))
  await mkdir(join(root, 'there'))
  await writeFile(join(root, 'there/before'), 'before')
  open = await openShelf(root, new AbortController().signal)
  stop = new AbortController()
  watching = watchOutside(open.shelf, stop.signal, { quietMs: 50, longestMs: 500, scanMs: 600_000 })
  watching.catch(() => {})
})
afterEach(async () => {
  stop.abort(new Error('over'))
  await watching.catch(() => {})
  await open.close()
  await rm(root, { recursive: true })
})

function authors(path: string): readonly string[] {
  return open.shelf.history.rows(path, { most: 100 }).map(({ sum, author }) => `${author}${sum ? '' : ' deleted'}`)
}
const slow = { timeout: 20_000 }

it('records files that exist when it starts', async () => {
  await expect.poll(() => authors('there/before'), slow).toEqual(['outside'])
})

it('records a file that another program creates, changes and deletes', async () => {
  await writeFile(join(root, 'there/new'), 'one')
  await expect.poll(() => authors('there/new'), slow).toEqual(['outside'])
  await writeFile(join(root, 'there/new'), 'two, longer')
  await expect.poll(() => authors('there/new'), slow).toEqual(['outside', 'outside'])
  await rm(join(root, 'there/new'))
  await expect.poll(() => authors('there/new'), slow).toEqual(['outside deleted', 'outside', 'outside'])
})

it('records files in folders that are created, moved in and renamed', async () => {
  await mkdir(join(root, 'a/b/c'), { recursive: true })
  await writeFile(join(root, 'a/b/c/deep'), 'deep')
  await expect.poll(() => authors('a/b/c/deep'), slow).toEqual(['outside'])
  await writeFile(join(root, 'a/b/c/later'), 'later')
  await expect.poll(() => authors('a/b/c/later'), slow).toEqual(['outside'])
  await rename(join(root, 'a/b'), join(root, 'moved'))
  await expect.poll(() => authors('moved/c/deep'), slow).toEqual(['outside'])
  await expect.poll(() => authors('a/b/c/deep'), slow).toEqual(['outside deleted', 'outside'])
})

it('records nothing twice that Portolan itself writes', async () => {
  const { writeFile: write } = await import('../write/write.ts')
  const { signal } = stop
  await write(open.shelf, 'there/own', new Blob(['own']).stream(), { ifExists: 'fail', signal })
  await writeFile(join(root, 'there/other'), 'other')
  await expect.poll(() => authors('there/other'), slow).toEqual(['outside'])
  expect(authors('there/own')).toEqual(['null'])
})

it('ends when aborted, at any time', async () => {
  for (let afterMs = 0; afterMs < 40; afterMs += 2) {
    const ending = new AbortController()
    const ended = watchOutside(open.shelf, ending.signal)
    setTimeout(() => ending.abort(new Error('told to end')), afterMs)
    await expect(ended).rejects.toThrow('told to end')
  }
})
