import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type FailureKind, StorageError } from '../../../contract/failure.ts'
import { createMemoryBackend } from '../../backends/memory/index.ts'
import { withBreaker, withRestCheck } from './breaker.ts'
import { withConcurrency } from './concurrency.ts'
import { withFaults } from './faults.ts'
import { createHealth, RestingError } from './health.ts'
import { createPermits } from './permits.ts'
import { standardStack } from '../standard-stack.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const failureOf = (kind: FailureKind, retryAfterMs?: number) =>
  new StorageError({
    kind,
    message: `It is ${kind}.`,
    operation: 'test',
    retry: 'later',
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  })

function create() {
  const changes: string[] = []
  const health = createHealth({ mount: 'box', onChange: () => void changes.push(health.now().state) })
  const fail = (kind: FailureKind, times = 1) => {
    for (let round = 0; round < times; round += 1) health.admit('test').failed(failureOf(kind))
  }
  return { health, changes, fail }
}

describe('the health of a mount', () => {
  it('is unknown, then ok or slow by response times', () => {
    const { health, changes } = create()
    expect(health.now()).toEqual({ state: 'unknown' })
    health.admit('test').answered(10)
    health.admit('test').answered(10)
    health.admit('test').answered(5000)
    health.admit('test').answered(10)
    expect(changes).toEqual(['ok', 'slow', 'ok'])
  })

  it('is failing after one failure, with its kind', () => {
    const { health, fail } = create()
    fail('unreachable')
    expect(health.now()).toEqual({ state: 'failing', kind: 'unreachable', failure: 'It is unreachable.' })
  })

  it.each<[FailureKind, number]>([
    ['unreachable', 3],
    ['timeout', 2],
    ['busy', 8],
  ])('opens the circuit breaker for %s after %i failures in succession', (kind, times) => {
    const { health, fail } = create()
    fail(kind, times - 1)
    health.admit('test').answered()
    fail(kind, times - 1)
    expect(health.now().state).not.toBe('open')
    fail(kind)
    expect(health.now()).toMatchObject({ state: 'open', kind, nextTryMs: 5000 })
    expect(() => health.admit('test')).toThrow(RestingError)
  })

  it.each<FailureKind>(['denied', 'not-found', 'sign-in', 'exists', 'no-space'])('is not affected by %s', (kind) => {
    const { health, fail } = create()
    fail('unreachable', 2)
    fail(kind)
    fail('unreachable', 2)
    expect(health.now().state).toBe('failing')
  })

  it('shows a refused sign-in until one is accepted', () => {
    const { health, fail } = create()
    fail('sign-in', 9)
    expect(health.now()).toMatchObject({ state: 'refused', kind: 'sign-in' })
    health.admit('test').answered()
    expect(health.now()).toEqual({ state: 'ok' })
  })

  it('counts concurrent failures once', () => {
    const { health } = create()
    const passes = Array.from({ length: 20 }, () => health.admit('test'))
    for (const pass of passes) pass.failed(failureOf('unreachable'))
    expect(health.now().state).toBe('failing')
  })

  it('admits one call after the wait, which grows after each failure', () => {
    const { health, fail } = create()
    fail('timeout', 2)
    const lengths: (number | undefined)[] = []
    for (let round = 0; round < 5; round += 1) {
      vi.advanceTimersByTime(health.now().nextTryMs ?? 0)
      const trying = health.admit('test')
      expect(() => health.admit('test')).toThrow(RestingError)
      trying.failed(failureOf('timeout'))
      lengths.push(health.now().nextTryMs)
    }
    expect(lengths).toEqual([10_000, 20_000, 40_000, 60_000, 60_000])
    vi.advanceTimersByTime(60_000)
    health.admit('test').answered()
    expect(health.now()).toEqual({ state: 'ok' })
    health.admit('test').answered()
  })

  it('admits the next call if the trial call was aborted', () => {
    const { health, fail } = create()
    fail('unreachable', 3)
    vi.advanceTimersByTime(5000)
    health.admit('test').left()
    health.admit('test').answered()
    expect(health.now()).toEqual({ state: 'ok' })
  })

  it('keeps the circuit breaker open as long as the server asks', () => {
    const { health } = create()
    for (let round = 0; round < 8; round += 1) health.admit('test').failed(failureOf('busy', 30_000))
    expect(health.now()).toMatchObject({ state: 'open', nextTryMs: 30_000 })
  })

  it('can be tried before the wait is over', () => {
    const { health, fail } = create()
    fail('unreachable', 3)
    health.endRest()
    expect(health.now()).toMatchObject({ state: 'open', nextTryMs: 0 })
    health.admit('test').answered()
    expect(health.now()).toEqual({ state: 'ok' })
  })
})

describe('a call while the circuit breaker is open', () => {
  const { signal } = new AbortController()

  it('fails at once with the time of the next try, and does not reach the mount', async () => {
    const { health, fail } = create()
    fail('unreachable', 3)
    const backend = withBreaker(withFaults(createMemoryBackend(), [{ operation: 'stat', hangs: 'deaf' }]), health)
    await expect(backend.stat('', { signal })).rejects.toMatchObject({
      failure: {
        kind: 'unreachable',
        message: '“box” stopped answering. The next try is in 5 s.',
        retry: 'exhausted',
        retryAfterMs: 5000,
      },
    })
  })

  it('fails even if it was waiting for a permit when the circuit breaker opened', async () => {
    const { health, fail } = create()
    const faulty = withFaults(createMemoryBackend(), [{ operation: 'stat', hangs: 'until-told', times: 1 }])
    const permits = createPermits({ first: 1, most: 1 })
    const backend = withBreaker(withConcurrency(withRestCheck(faulty, health), permits), health)
    const leaving = new AbortController()
    const holding = backend.stat('', { signal: leaving.signal }).catch(() => {})
    const waiting = backend.stat('', { signal })
    fail('unreachable', 3)
    leaving.abort(new Error('enough'))
    await holding
    await expect(waiting).rejects.toBeInstanceOf(RestingError)
    expect(health.now().state).toBe('open')
  })

  it('ends the retries of other calls', async () => {
    const health = createHealth({ mount: 'box' })
    const faulty = withFaults(createMemoryBackend(), [{ operation: 'stat', failure: 'unreachable' }])
    const backend = standardStack(faulty, { mount: 'box', readOnly: false, health })
    const first = backend.stat('', { signal }).catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await first).toMatchObject({ failure: { kind: 'unreachable', retry: 'exhausted', location: 'box:' } })
    expect(health.now().state).toBe('open')
  })
})
