import { describe, expect, it } from 'vitest'
import { unpackEntries } from '../../contract/entry-page.ts'
import { createMemoryBackend } from '../backends/memory/index.ts'
import { withFaults } from '../layers/reliability/faults.ts'
import { removeTree } from './remove.ts'
import { walk } from './walk.ts'
import { failureOf } from '../../contract/failure.ts'
import type { Backend } from '../backends/backend.ts'

const { signal } = new AbortController()

async function createTree(): Promise<Backend> {
  const backend = createMemoryBackend()
  for (const path of ['a', 'a/deep', 'b', 'c']) await backend.makeFolder(path, { signal })
  for (const path of ['top', 'a/one', 'a/deep/two', 'b/three']) {
    await backend.write(path, new Blob(['x']).stream() as ReadableStream<Uint8Array>, { signal, ifExists: 'fail' })
  }
  return backend
}
async function visit(backend: Backend, path = ''): Promise<string[]> {
  const visited: string[] = []
  for await (const item of walk(backend, path, { signal })) {
    const what = 'failure' in item ? item.failure.kind : unpackEntries(item.page).map(({ name }) => name)
    visited.push(`${item.path}: ${String(what)}`)
  }
  return visited
}

describe('walking', () => {
  it('gives the page of a folder first, then each folder in it', async () => {
    expect(await visit(await createTree())).toEqual([': a,b,c,top', 'a: deep,one', 'a/deep: two', 'b: three'])
    expect(await visit(await createTree(), 'a')).toEqual(['a: deep,one', 'a/deep: two'])
  })

  it('gives a folder that cannot be read as an item, and continues', async () => {
    const backend = withFaults(await createTree(), [{ operation: 'list', path: 'a', failure: 'denied' }])
    expect(await visit(backend)).toEqual([': a,b,c,top', 'a: denied', 'b: three'])
    expect(await visit(backend, 'no')).toEqual(['no: not-found'])
  })

  it('stops with the caller’s reason', async () => {
    const abort = new AbortController()
    const items = walk(await createTree(), '', { signal: abort.signal })
    await items.next()
    abort.abort(new Error('enough'))
    await expect(items.next()).rejects.toThrow('enough')
  })
})

describe('deleting a tree', () => {
  it('removes all of it, and nothing else', async () => {
    const backend = await createTree()
    await removeTree(backend, 'a', { signal })
    await removeTree(backend, 'top', { signal })
    expect(await visit(backend)).toEqual([': b,c', 'b: three'])
  })

  it('deletes as much as it can, and reports what remains', async () => {
    const backend = withFaults(await createTree(), [{ operation: 'remove', path: 'a/deep/two', failure: 'denied' }])
    const failure = failureOf(await removeTree(backend, 'a', { signal }).catch((error: unknown) => error))
    expect(failure.kind).toBe('denied')
    expect(failure.message).toContain('a/deep/two')
    expect(await visit(backend)).toEqual([': a,b,c,top', 'a: deep', 'a/deep: two', 'b: three'])
  })

  it('fails if the path does not exist', async () => {
    const failure = failureOf(await removeTree(await createTree(), 'no', { signal }).catch((error: unknown) => error))
    expect(failure.kind).toBe('not-found')
  })
})
