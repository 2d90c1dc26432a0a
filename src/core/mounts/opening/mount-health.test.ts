import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { MountInfo, MountList } from '../../../contract/api/mounts.ts'
import { StorageError, failureOf } from '../../../contract/failure.ts'
import { createMemoryBackend } from '../../backends/memory/index.ts'
import { asListed, type BackendDescriptor } from '../../backends/descriptor.ts'
import { backendDescriptors } from '../../backends/registry.ts'
import { withFaults } from '../../layers/reliability/faults.ts'
import { intercept } from '../../layers/intercept.ts'
import type { CallRecord } from '../../layers/tracing/logging.ts'
import { createCredentials } from '../../credentials/credentials.ts'
import { createMounts } from './create-mounts.ts'
import type { Mounts } from '../mounts.ts'

const { signal } = new AbortController()
let base: string
let mounts: Mounts
let lines: CallRecord[]

/** A remote store that can be made unreachable. */
function createFarStore() {
  const state = { isThere: true, openings: 0, calls: 0 }
  const store = createMemoryBackend()
  function check() {
    state.calls += 1
    if (state.isThere) return
    throw new StorageError({ kind: 'unreachable', message: 'Nobody is there.', operation: 'far', retry: 'later' })
  }
  const descriptor: BackendDescriptor<{ password?: string }> = {
    type: 'far',
    group: 'servers',
    secretKeys: ['password'],
    choices: [],
    config: { parse: (value) => value as { password?: string } },
    async open() {
      check()
      state.openings += 1
      return intercept(withFaults(store, []), { before: check })
    },
  }
  return { state, descriptor }
}

let far: ReturnType<typeof createFarStore>

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'portolan-health-')))
  await writeFile(join(base, 'mounts.yaml'), '- { name: far, type: far, password: hunter22 }\n')
  far = createFarStore()
  lines = []
  mounts = await createMounts({
    configFolder: base,
    env: {},
    builtIn: [{ name: 'Home', type: 'local', path: base }],
    hidden: [],
    descriptors: [...backendDescriptors, asListed(far.descriptor)],
    backendDeps: {},
    credentials: createCredentials({ configFolder: base, env: {} }),
    writeRecord: (line) => void lines.push(line),
  })
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
})
afterEach(async () => {
  vi.useRealTimers()
  await mounts.close()
  await rm(base, { recursive: true })
})

const infoOf = (list: MountList, name: string): MountInfo | undefined =>
  list.mounts.find((mount) => mount.name === name)
const health = () => infoOf(mounts.list(), 'far')?.health

/** Returns the kind of the failure, and advances the time as long as the work needs. */
async function kindOf(work: Promise<unknown>): Promise<string> {
  let kind: string | undefined
  work.then(
    () => (kind = 'none'),
    (error: unknown) => (kind = failureOf(error).kind),
  )
  while (kind === undefined) await vi.advanceTimersByTimeAsync(50)
  return kind
}

describe('the health of mounts', () => {
  it('exists for remote mounts, and not for folders of this computer', async () => {
    expect(health()).toEqual({ state: 'unknown' })
    expect(infoOf(mounts.list(), 'Home')).not.toHaveProperty('health')
    const { backend } = await mounts.open('far', { signal })
    expect(health()).toEqual({ state: 'unknown' }) // Some backends send no request when they are opened.
    await backend.stat('', { signal })
    expect(health()).toEqual({ state: 'ok' })
  })

  it('includes opening: after a failure the circuit breaker refuses calls at once', async () => {
    far.state.isThere = false
    expect(await kindOf(mounts.open('far', { signal }))).toBe('unreachable')
    expect(health()).toMatchObject({ state: 'open', failure: 'Nobody is there.', kind: 'unreachable' })
    const asked = far.state.calls
    const refused = await mounts.open('far', { signal }).catch(failureOf)
    expect(refused).toMatchObject({ kind: 'unreachable', message: expect.stringContaining('The next try is in') })
    expect(far.state.calls).toBe(asked)
  })

  it('recovers with an immediate retry', async () => {
    const { backend } = await mounts.open('far', { signal })
    far.state.isThere = false
    expect(await kindOf(backend.stat('', { signal }))).toBe('unreachable')
    expect(health()?.state).toBe('open')
    expect(await kindOf(mounts.retryNow('far', { signal }))).toBe('unreachable')
    expect(health()).toMatchObject({ state: 'open' })
    far.state.isThere = true
    expect((await mounts.retryNow('far', { signal })).health).toEqual({ state: 'ok' })
    expect(await backend.stat('', { signal })).toMatchObject({ kind: 'folder' })
    expect(await kindOf(mounts.retryNow('nowhere', { signal }))).toBe('not-found')
  })

  it('is reported when it changes, and recovers by itself while someone watches', async () => {
    const leaving = new AbortController()
    const seen: (string | undefined)[] = []
    const watching = (async () => {
      for await (const list of mounts.changes({ signal: leaving.signal })) {
        seen.push(infoOf(list, 'far')?.health?.state)
      }
    })().catch(() => {})
    const { backend } = await mounts.open('far', { signal })
    await backend.stat('', { signal })
    await vi.advanceTimersByTimeAsync(300)
    far.state.isThere = false
    expect(await kindOf(backend.stat('', { signal }))).toBe('unreachable')
    await vi.advanceTimersByTimeAsync(300)
    far.state.isThere = true
    await vi.advanceTimersByTimeAsync(6000)
    expect(health()).toEqual({ state: 'ok' })
    expect(new Set(seen)).toEqual(new Set(['unknown', 'ok', 'failing', 'open']))
    expect(seen.at(-1)).toBe('ok')
    leaving.abort()
    await watching
  })

  it('is not checked while nobody watches', async () => {
    const { backend } = await mounts.open('far', { signal })
    far.state.isThere = false
    await kindOf(backend.stat('', { signal }))
    const asked = far.state.calls
    await vi.advanceTimersByTimeAsync(300_000)
    expect(far.state.calls).toBe(asked)
  })

  it('adds lines to the log for opening and calls, without secrets', async () => {
    const { backend } = await mounts.open('far', { signal })
    await backend.stat('hunter22', { signal }).catch(() => {})
    expect(lines).toMatchObject([
      { mount: 'far', operation: 'open', outcome: 'done', attempts: 1 },
      { mount: 'far', operation: 'stat', outcome: 'failed', kind: 'not-found', paths: ['…'] },
    ])
    expect(JSON.stringify(lines)).not.toContain('hunter22')
  })
})
