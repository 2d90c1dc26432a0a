import { describe, expect, it } from 'vitest'
import { type Failure, failureOf } from '../../contract/failure.ts'
import type { Backend } from '../backends/backend.ts'
import { createMemoryBackend } from '../backends/memory/index.ts'
import { withFaults } from './reliability/faults.ts'
import { standardStack } from './standard-stack.ts'

const { signal } = new AbortController()
const failing = (work: Promise<unknown>): Promise<Failure | undefined> =>
  work.then(
    () => undefined,
    (error: unknown) => failureOf(error),
  )
function bodyOf(text: string): ReadableStream<Uint8Array> {
  return new Blob([text]).stream() as ReadableStream<Uint8Array>
}
async function readAll(backend: Backend, path: string): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of await backend.read(path, { signal })) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
async function listAll(backend: Backend, path: string): Promise<void> {
  for await (const page of backend.list(path, { signal })) expect(page.count).toBeGreaterThan(0)
}
/** Makes every call with these paths; `to` is the target of a rename. */
function everyCall(backend: Backend, path: string, to = 'to'): Promise<unknown>[] {
  const watching = backend.watch?.watch(path, { signal })[Symbol.asyncIterator]()
  return [
    listAll(backend, path),
    backend.stat(path, { signal }),
    backend.read(path, { signal }),
    backend.write(path, bodyOf('x'), { ifExists: 'replace', signal }),
    backend.makeFolder(path, { signal }),
    backend.remove(path, { signal }),
    backend.rename?.rename('from', path === 'from' ? to : path, { ifExists: 'fail', signal }) ?? Promise.resolve(),
    watching?.next() ?? Promise.resolve(),
  ]
}

describe('the standard layers', () => {
  it('refuse every path with `..` or that is not normalised, in every method', async () => {
    const reached: string[] = []
    const spy = withFaults(createMemoryBackend(), [])
    const watched: Backend = { ...spy, stat: (path, options) => (reached.push(path), spy.stat(path, options)) }
    const backend = standardStack(watched, { mount: 'm', readOnly: false })
    for (const path of ['..', 'a/..', './a', 'a//b', '/a', 'a/', 'a\0', '\ud800']) {
      const kinds = await Promise.all(everyCall(backend, path).map(async (call) => (await failing(call))?.kind))
      expect(new Set(kinds)).toEqual(new Set(['bad-name']))
    }
    expect(reached).toEqual([])
  })

  it('refuse every change of a read-only mount early, and hide the facets for changes', async () => {
    const inner = createMemoryBackend()
    await inner.write('file', bodyOf('old'), { ifExists: 'fail', signal })
    const backend = standardStack(inner, { mount: 'm', readOnly: true })
    const changes = [
      backend.write('file', bodyOf('new'), { ifExists: 'replace', signal }),
      backend.makeFolder('folder', { signal }),
      backend.remove('file', { signal }),
    ]
    const kinds = await Promise.all(changes.map(async (change) => (await failing(change))?.kind))
    expect(kinds).toEqual(['read-only', 'read-only', 'read-only'])
    expect(backend.capabilities).toMatchObject({
      canWrite: false,
      facets: ['watch', 'identity', 'properties', 'serverCopy', 'checksums', 'bulk'],
    })
    expect([backend.rename, backend.trash]).toEqual([undefined, undefined])
    expect(await readAll(backend, 'file')).toBe('old')
  })

  it('leave out a facet that exists but is not declared', () => {
    const inner = createMemoryBackend()
    const narrowed: Backend = { ...inner, capabilities: { ...inner.capabilities, facets: [] } }
    expect(standardStack(narrowed, { mount: 'm', readOnly: false }).rename).toBeUndefined()
  })

  it('add the location to each failure, even midway in a listing or stream', async () => {
    const inner = createMemoryBackend()
    await inner.write('file', bodyOf('0123456789'), { ifExists: 'fail', signal })
    const backend = standardStack(
      withFaults(inner, [
        { operation: 'read', failure: 'unreachable', afterBytes: 3 },
        { operation: 'list', failure: 'denied', afterPages: 1 },
      ]),
      { mount: 'm', readOnly: false },
    )
    expect(await failing(readAll(backend, 'file'))).toMatchObject({ kind: 'unreachable', location: 'm:file' })
    expect(await failing(listAll(backend, ''))).toMatchObject({ kind: 'denied', location: 'm:' })
    expect(await failing(backend.stat('no', { signal }))).toMatchObject({ kind: 'not-found', location: 'm:no' })
  })

  it('cancel the body of a write that they refuse', async () => {
    let isCancelled = false
    const body = new ReadableStream<Uint8Array>({ cancel: () => void (isCancelled = true) })
    const backend = standardStack(createMemoryBackend(), { mount: 'm', readOnly: true })
    await failing(backend.write('file', body, { ifExists: 'fail', signal }))
    expect(isCancelled).toBe(true)
  })
})

describe('injected faults', () => {
  it('occur as often as requested, at the requested path', async () => {
    const backend = withFaults(createMemoryBackend(), [{ operation: 'stat', path: '', failure: 'busy', times: 2 }])
    const kinds: (string | undefined)[] = []
    for (let round = 0; round < 3; round += 1) kinds.push((await failing(backend.stat('', { signal })))?.kind)
    expect(kinds).toEqual(['busy', 'busy', undefined])
  })

  it('can be delays that end with the caller’s reason', async () => {
    const backend = withFaults(createMemoryBackend(), [{ operation: 'stat', delayMs: 5000 }])
    const abort = new AbortController()
    setTimeout(() => abort.abort(new Error('enough')), 10)
    await expect(backend.stat('', { signal: abort.signal })).rejects.toThrow('enough')
  })
})
