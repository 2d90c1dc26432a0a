import { describe, expect, it } from 'vitest'
import { failureOf, StorageError } from '../../../contract/failure.ts'
import type { Backend } from '../../backends/backend.ts'
import { createMemoryBackend } from '../../backends/memory/index.ts'
import { itemsWithinCall, withinCall } from './call-id.ts'
import { type Fault, withFaults } from '../reliability/faults.ts'
import type { CallRecord } from './logging.ts'
import { createRedact } from './redact.ts'
import { standardStack } from '../standard-stack.ts'

const { signal } = new AbortController()
const bodyOf = (text: string) => new Blob([text]).stream() as ReadableStream<Uint8Array>

function stack(inner: Backend) {
  const lines: CallRecord[] = []
  const backend = standardStack(inner, {
    mount: 'box',
    readOnly: false,
    redact: createRedact(['hunter22']),
    write: (line) => void lines.push(line),
  })
  return { backend, lines }
}
const faulty = (...faults: readonly Fault[]) => stack(withFaults(createMemoryBackend(), faults))

describe('the log', () => {
  it('has a line for each call, with its bytes and entries', async () => {
    const { backend, lines } = faulty()
    await backend.makeFolder('a', { signal })
    await backend.write('a/file', bodyOf('hello'), { ifExists: 'fail', signal })
    expect(await new Response(await backend.read('a/file', { signal })).text()).toBe('hello')
    for await (const page of backend.list('a', { signal })) expect(page.count).toBe(1)
    await backend.rename?.rename('a', 'b', { ifExists: 'fail', signal })
    const told = lines.map(({ operation, paths, outcome, bytes, entries }) => [
      operation,
      paths.join(' '),
      outcome,
      bytes,
      entries,
    ])
    expect(told).toEqual([
      ['makeFolder', 'a', 'done', undefined, undefined],
      ['write', 'a/file', 'done', 5, undefined],
      ['read', 'a/file', 'done', 5, undefined],
      ['list', 'a', 'done', undefined, 1],
      ['rename.rename', 'a b', 'done', undefined, undefined],
    ])
    expect(lines.every(({ mount, durationMs }) => mount === 'box' && durationMs >= 0)).toBe(true)
  })

  it('shows the number of attempts and the failure', async () => {
    const { backend, lines } = faulty(
      { operation: 'stat', failure: 'unreachable', times: 1 },
      { operation: 'remove', failure: 'denied' },
    )
    await backend.stat('', { signal })
    const failure = await backend.remove('x', { signal }).catch(failureOf)
    expect(lines).toMatchObject([
      { operation: 'stat', outcome: 'done', attempts: 2 },
      { operation: 'remove', outcome: 'failed', attempts: 1, kind: 'denied' },
    ])
    expect(failure).toMatchObject({ kind: 'denied', location: 'box:x', id: lines[1]?.id })
  })

  it('distinguishes aborted calls from failures', async () => {
    const { backend, lines } = faulty({ operation: 'stat', hangs: 'until-told' })
    await backend.write('a', bodyOf('hello'), { ifExists: 'fail', signal })
    lines.length = 0
    const abort = new AbortController()
    const stat = backend.stat('', { signal: abort.signal })
    await (await backend.read('a', { signal })).cancel()
    for await (const page of backend.list('', { signal })) if (page.count > 0) break
    abort.abort(new Error('enough'))
    await expect(stat).rejects.toThrow('enough')
    expect(lines.map(({ operation, outcome }) => `${operation} ${outcome}`)).toEqual([
      'read left',
      'list left',
      'stat left',
    ])
  })

  it('records an interrupted read, and its failure carries the ID', async () => {
    const { backend, lines } = faulty({ operation: 'read', failure: 'denied', afterBytes: 2 })
    await backend.write('a', bodyOf('hello'), { ifExists: 'fail', signal })
    const failure = await new Response(await backend.read('a', { signal })).text().catch(failureOf)
    expect(lines[1]).toMatchObject({ operation: 'read', outcome: 'failed', bytes: 2, kind: 'denied' })
    expect(failure).toMatchObject({ kind: 'denied', id: lines[1]?.id })
  })

  it('never contains a secret, and neither do failures', async () => {
    const store = createMemoryBackend()
    const telling: Backend = {
      ...store,
      async stat() {
        const message = 'https://alice:pw123456@host said no to hunter22.'
        throw new StorageError({ kind: 'denied', message, operation: 'x', detail: 'Authorization: Bearer abcdefghij' })
      },
      async remove() {
        throw new Error('the password was hunter22')
      },
    }
    const { backend, lines } = stack(telling)
    const failure = await backend.stat('with hunter22', { signal }).catch(failureOf)
    await backend.remove('x', { signal }).catch(() => {})
    const told = JSON.stringify([lines, failure && { ...failure, location: '' }])
    for (const word of ['pw123456', 'hunter22', 'abcdefghij']) expect(told).not.toContain(word)
    expect(lines[1]).toMatchObject({ kind: 'internal', detail: 'Error: the password was …' })
  })

  it('records everything that belongs to one call under its ID', async () => {
    const { backend, lines } = faulty()
    await withinCall('one', async () => {
      await backend.makeFolder('a', { signal })
      await backend.stat('a', { signal })
    })
    async function* work() {
      yield await backend.stat('a', { signal })
      yield await backend.stat('a', { signal })
    }
    for await (const entry of itemsWithinCall('two', work())) expect(entry.kind).toBe('folder')
    await backend.stat('a', { signal })
    const ids = lines.map(({ id }) => id)
    expect(ids.slice(0, 4)).toEqual(['one', 'one', 'two', 'two'])
    expect(ids[4]).toMatch(/^[0-9a-f]{8}$/)
  })
})
