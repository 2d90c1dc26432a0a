import { describe, expect, it } from 'vitest'
import { StorageError } from '../../../contract/failure.ts'
import { collectBytes } from '../../../lib/flow/byte-stream.ts'
import { intercept } from '../../layers/intercept.ts'
import type { Backend } from '../backend.ts'
import { createMemoryBackend } from '../memory/index.ts'
import { unionConfigSchema } from './config.ts'
import { unionDescriptor } from './index.ts'

const { signal } = new AbortController()

/** Returns two places, each of which can be made unreachable, and counts the requests to reopen the mount. */
async function places() {
  const isDown = { a: false, b: false }
  const backends: Record<string, Backend> = {}
  for (const name of ['a', 'b'] as const) {
    const memory = createMemoryBackend()
    await memory.makeFolder('files', { signal })
    const body = new Blob([`from ${name}`]).stream()
    await memory.write('files/both.txt', body, { ifExists: 'fail', signal })
    await memory.write(`files/only-${name}.txt`, new Blob(['x']).stream(), { ifExists: 'fail', signal })
    backends[name] = intercept(memory, {
      before() {
        if (isDown[name])
          throw new StorageError({
            kind: 'unreachable',
            message: `${name} is down.`,
            operation: 'test',
            location: `${name}:x`,
          })
      },
    })
  }
  const moved = { times: 0 }
  const open = () =>
    unionDescriptor.open(
      unionConfigSchema.parse({ of: ['a:files', 'b:files'] }),
      {
        async openMount(name) {
          const backend = backends[name]
          if (!backend) throw new Error(name)
          return backend
        },
        reopenLater: () => void (moved.times += 1),
      },
      { signal },
    )
  return { isDown, moved, open }
}

async function namesIn(backend: Backend): Promise<string> {
  const names: string[] = []
  for await (const { names: packed } of backend.list('', { signal })) names.push(new TextDecoder().decode(packed))
  return names.join()
}
const textOf = async (backend: Backend, path: string) =>
  Buffer.from(await collectBytes(await backend.read(path, { signal }), signal)).toString()

describe('a union mount', () => {
  it('is read from the first member, which also decides which files do not exist', async () => {
    const { open, moved } = await places()
    const union = await open()
    expect(await textOf(union, 'both.txt')).toBe('from a')
    expect(await namesIn(union)).toContain('only-a.txt')
    await expect(union.stat('only-b.txt', { signal })).rejects.toMatchObject({ failure: { kind: 'not-found' } })
    expect(union.capabilities).not.toHaveProperty('notice')
    expect(moved.times).toBe(0)
  })

  it('is read from the next member only while the first is down, with a notice', async () => {
    const { open, isDown, moved } = await places()
    const union = await open()
    isDown.a = true
    expect(await textOf(union, 'both.txt')).toBe('from b')
    expect(await namesIn(union)).toContain('only-b.txt')
    expect(moved.times).toBe(1)
    const anew = await open()
    expect(anew.capabilities.notice).toBe('The files are shown from “b”, because “a” can’t be reached.')
    isDown.a = false
    expect(await textOf(anew, 'both.txt')).toBe('from a')
    expect(moved.times).toBe(2)
  })

  it('resumes a read only in the member where it started', async () => {
    const { open, isDown } = await places()
    const union = await open()
    const marks: string[] = []
    await (await union.read('both.txt', { signal, onOpened: (mark) => void marks.push(mark) })).cancel()
    const [ifUnchanged = ''] = marks
    const rest = await collectBytes(await union.read('both.txt', { signal, ifUnchanged, offset: 5 }), signal)
    expect(Buffer.from(rest).toString()).toBe('a')
    isDown.a = true
    await expect(union.read('both.txt', { signal, ifUnchanged })).rejects.toMatchObject({
      failure: { kind: 'unreachable' },
    })
    await expect(union.read('both.txt', { signal, ifUnchanged: 'made up' })).rejects.toMatchObject({
      failure: { kind: 'changed' },
    })
  })

  it('reports the failure of the first member if all are down, without its path', async () => {
    const { open, isDown } = await places()
    const union = await open()
    isDown.a = true
    isDown.b = true
    const failure = { failure: { kind: 'unreachable', message: 'a is down.' } }
    await expect(union.stat('both.txt', { signal })).rejects.toMatchObject(failure)
    await expect(union.stat('both.txt', { signal })).rejects.not.toHaveProperty('failure.location')
    await expect(open()).rejects.toMatchObject(failure)
  })

  it('is read-only', async () => {
    const { open } = await places()
    const union = await open()
    expect(union.capabilities).toMatchObject({ canWrite: false, facets: ['identity'] })
    await expect(union.remove('both.txt', { signal })).rejects.toMatchObject({ failure: { kind: 'read-only' } })
  })

  it('can be written with `mounts`, `of`, or commas', () => {
    const members = [
      { mount: 'a', path: '' },
      { mount: 'b', path: 'x/y' },
    ]
    expect(unionConfigSchema.parse({ mounts: 'a, b:x/y' })).toEqual({ members })
    expect(unionConfigSchema.parse({ of: ['a', 'b:x/y'] })).toEqual({ members })
    expect(() => unionConfigSchema.parse({ mounts: ['a'] })).toThrow('two')
    expect(() => unionConfigSchema.parse({ mounts: ['a', 'b:../c'] })).toThrow()
  })
})
