import { failureOf } from '../../contract/failure.ts'
import type { ChangedPermissions, PermissionsProgress } from '../../contract/permissions.ts'
import { createAsyncQueue } from '../../lib/flow/async-queue.ts'
import type { OpenedLocation } from '../operations/opened-location.ts'

/** Progress is reported after this many entries, or after this time. */
const mostInOne = 1000
const pauseMs = 200

/** Collects results and reports them from time to time. */
export interface Teller {
  /** An undefined result counts as unchanged. */
  one(location: OpenedLocation, work: () => Promise<ChangedPermissions | undefined>): Promise<void>
  left(): void
  unlessFailing<T>(location: OpenedLocation, work: () => Promise<T>): Promise<T | undefined>
}

/** Runs the work and yields its reports. Leaving the loop stops the work. */
export async function* told(
  signal: AbortSignal,
  work: (tell: Teller, signal: AbortSignal) => Promise<void>,
): AsyncGenerator<PermissionsProgress> {
  const leaving = new AbortController()
  const stop = AbortSignal.any([signal, leaving.signal])
  const queue = createAsyncQueue<PermissionsProgress>(2)
  const { tell, flush } = createTeller((progress) => queue.push(progress), stop)
  const running = work(tell, stop)
    .then(flush)
    .then(
      () => queue.end(),
      (error: unknown) => queue.fail(error),
    )
  try {
    yield* queue
  } finally {
    leaving.abort(new Error('nobody waits for it any more'))
    await running
  }
}

function createTeller(push: (progress: PermissionsProgress) => Promise<void>, signal: AbortSignal) {
  const nothing = () => ({ changed: [], unchanged: 0, left: 0, failed: [] })
  let gathered: { -readonly [K in keyof PermissionsProgress]: PermissionsProgress[K] } & Lists = nothing()
  let toldMs = performance.now()

  async function flush(): Promise<void> {
    const progress = gathered
    gathered = nothing()
    toldMs = performance.now()
    if (countOf(progress) > 0) await push(progress)
  }
  async function unlessFailing<T>(location: OpenedLocation, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work()
    } catch (error) {
      signal.throwIfAborted()
      const { mount, path } = location
      gathered.failed.push({ location: { mount, path }, failure: failureOf(error, 'permissions.change') })
      return undefined
    }
  }
  const tell: Teller = {
    unlessFailing,
    left: () => void (gathered.left += 1),
    async one(location, work) {
      signal.throwIfAborted()
      await unlessFailing(location, async () => {
        const change = await work()
        if (change) gathered.changed.push(change)
        else gathered.unchanged += 1
      })
      if (countOf(gathered) >= mostInOne || performance.now() - toldMs > pauseMs) await flush()
    },
  }
  return { tell, flush }
}

interface Lists {
  readonly changed: ChangedPermissions[]
  readonly failed: PermissionsProgress['failed'][number][]
}

function countOf({ changed, unchanged, left, failed }: PermissionsProgress): number {
  return changed.length + unchanged + left + failed.length
}
