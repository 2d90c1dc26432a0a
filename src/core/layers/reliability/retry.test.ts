import { describe, expect, it } from 'vitest'
import { type Failure, failureOf } from '../../../contract/failure.ts'
import type { BackOff } from '../../../lib/flow/back-off.ts'
import type { Backend } from '../../backends/backend.ts'
import { createMemoryBackend } from '../../backends/memory/index.ts'
import { type Operation, methodShapes } from '../../backends/methods.ts'
import { type Fault, withFaults } from './faults.ts'
import { intercept } from '../intercept.ts'
import { withRetry } from './retry.ts'

const { signal } = new AbortController()
const quick: BackOff = { mostAttempts: 3, firstDelayMs: 1, longestDelayMs: 1, totalMs: 10_000, random: () => 0 }
const bodyOf = (text: string) => new Blob([text]).stream() as ReadableStream<Uint8Array>
const failing = (work: Promise<unknown>): Promise<Failure | undefined> =>
  work.then(
    () => undefined,
    (error: unknown) => failureOf(error),
  )
async function listAll(backend: Backend, path: string): Promise<number> {
  let count = 0
  for await (const page of backend.list(path, { signal })) count += page.count
  return count
}
async function textAt(backend: Backend, path: string): Promise<string> {
  return new Response(await backend.read(path, { signal })).text()
}

/** Returns a retrying backend with faults that counts the calls reaching the store. */
function stack(...faults: readonly Fault[]) {
  const store = createMemoryBackend()
  const attempts: Operation[] = []
  const counted = intercept(withFaults(store, faults), { before: ({ operation }) => void attempts.push(operation) })
  return { store, attempts, backend: withRetry(counted, quick) }
}

describe('retrying', () => {
  it('repeats a call until there is a response', async () => {
    const { backend, attempts } = stack({ operation: 'stat', failure: 'unreachable', times: 2 })
    expect(await backend.stat('', { signal })).toMatchObject({ kind: 'folder' })
    expect(attempts).toHaveLength(3)
  })

  it('ends after a few attempts, and marks the failure as exhausted', async () => {
    const { backend, attempts } = stack({ operation: 'stat', failure: 'timeout' })
    expect(await failing(backend.stat('', { signal }))).toMatchObject({ kind: 'timeout', retry: 'exhausted' })
    expect(attempts).toHaveLength(3)
  })

  it('does not repeat permanent failures', async () => {
    const { backend, attempts } = stack({ operation: 'stat', failure: 'denied' })
    expect(await failing(backend.stat('', { signal }))).toMatchObject({ kind: 'denied', retry: 'never' })
    expect(attempts).toHaveLength(1)
  })

  it('does not wait beyond its time limit, and passes on the delay of the server', async () => {
    const { backend, attempts } = stack({ operation: 'stat', failure: 'busy', retryAfterMs: 60_000 })
    const failure = await failing(backend.stat('', { signal }))
    expect(failure).toMatchObject({ kind: 'busy', retry: 'later', retryAfterMs: 60_000 })
    expect(attempts).toHaveLength(1)
  })

  it('ends with the caller’s reason while it waits', async () => {
    const { store } = stack()
    const abort = new AbortController()
    const slow = withRetry(withFaults(store, [{ operation: 'stat', failure: 'busy', retryAfterMs: 9000 }]))
    setTimeout(() => abort.abort(new Error('enough')), 5)
    await expect(slow.stat('', { signal: abort.signal })).rejects.toThrow('enough')
  })

  it('restarts a listing only before its first page', async () => {
    const early = stack({ operation: 'list', failure: 'unreachable', times: 1 })
    await early.store.makeFolder('a', { signal })
    expect(await listAll(early.backend, '')).toBe(1)
    const late = stack({ operation: 'list', failure: 'unreachable', afterPages: 1 })
    await late.store.makeFolder('a', { signal })
    expect(await failing(listAll(late.backend, ''))).toMatchObject({ kind: 'unreachable', retry: 'later' })
    expect(late.attempts).toEqual(['list'])
  })

  it('repeats a write only if no byte was consumed', async () => {
    const early = stack({ operation: 'write', failure: 'unreachable', times: 2 })
    await early.backend.write('file', bodyOf('hello'), { ifExists: 'fail', signal })
    expect(await textAt(early.store, 'file')).toBe('hello')

    const late = stack({ operation: 'write', failure: 'busy', isDone: true })
    const failure = await failing(late.backend.write('file', bodyOf('hello'), { ifExists: 'replace', signal }))
    expect(failure).toMatchObject({ kind: 'busy', retry: 'later' })
    expect(late.attempts).toEqual(['write'])
  })

  it('cancels a body that no attempt consumed', async () => {
    let isCancelled = false
    const body = new ReadableStream<Uint8Array>({ cancel: () => void (isCancelled = true) }, { highWaterMark: 0 })
    const { backend } = stack({ operation: 'write', failure: 'unreachable' })
    await failing(backend.write('file', body, { ifExists: 'fail', signal }))
    expect(isCancelled).toBe(true)
  })
})

describe('a change whose response was lost', () => {
  it('is done if the removed entry no longer exists', async () => {
    const { backend, store } = stack({ operation: 'remove', failure: 'timeout', isDone: true, times: 1 })
    await store.makeFolder('a', { signal })
    await backend.remove('a', { signal })
    expect(await listAll(store, '')).toBe(0)
  })

  it('fails with `not-found` if the entry to remove never existed', async () => {
    const { backend } = stack()
    expect(await failing(backend.remove('no', { signal }))).toMatchObject({ kind: 'not-found' })
  })

  it('is done if an empty folder has the name', async () => {
    const { backend, store, attempts } = stack({ operation: 'makeFolder', failure: 'timeout', isDone: true, times: 1 })
    await backend.makeFolder('a', { signal })
    expect(await listAll(store, '')).toBe(1)
    expect(attempts).toEqual(['makeFolder', 'makeFolder', 'list'])
  })

  it('fails with `exists` if a non-empty folder has the name', async () => {
    const { backend, store } = stack({ operation: 'makeFolder', failure: 'timeout', times: 1 })
    await store.makeFolder('a', { signal })
    await store.makeFolder('a/b', { signal })
    expect(await failing(backend.makeFolder('a', { signal }))).toMatchObject({ kind: 'exists' })
  })

  it('fails with `exists` if a file has the name', async () => {
    const { backend, store } = stack({ operation: 'makeFolder', failure: 'timeout', times: 1 })
    await store.write('a', bodyOf('x'), { ifExists: 'fail', signal })
    expect(await failing(backend.makeFolder('a', { signal }))).toMatchObject({ kind: 'exists' })
  })

  it('is not repeated for a rename, unless the rename was refused', async () => {
    const lost = stack({ operation: 'rename.rename', failure: 'timeout' })
    await failing(lost.backend.rename?.rename('a', 'b', { ifExists: 'fail', signal }) ?? Promise.resolve())
    expect(lost.attempts).toEqual(['rename.rename'])
    const refused = stack({ operation: 'rename.rename', failure: 'busy', times: 1 })
    await refused.store.makeFolder('a', { signal })
    await refused.backend.rename?.rename('a', 'b', { ifExists: 'fail', signal })
    expect(refused.attempts).toEqual(['rename.rename', 'rename.rename'])
  })

  it('is repeated only for the methods in the table', () => {
    const repeated = Object.entries(methodShapes).filter(([, { changes, repeat }]) => changes && repeat !== 'unsafe')
    expect(repeated.map(([name, { repeat }]) => `${name}: ${repeat}`)).toEqual([
      'makeFolder: empty-folder-is-done',
      'remove: gone-is-done',
      'versions.remove: gone-is-done',
      'links.revoke: gone-is-done',
      'properties.change: harmless',
      'permissions.change: harmless',
      'serverCopy.copyFrom: harmless',
      'container.setVersioning: harmless',
      'container.setLifecycle: harmless',
      'uploads.abort: gone-is-done',
      'staging.pieces: harmless',
      'staging.writePiece: harmless',
      'staging.copyPiece: harmless',
      'staging.discard: gone-is-done',
      'staging.tidy: harmless',
      'bulk.tidy: harmless',
      'history.setRetention: harmless',
    ])
  })
})
