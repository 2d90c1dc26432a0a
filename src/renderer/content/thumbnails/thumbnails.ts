/**
 * Thumbnails of the visible files. They come from the cache or are created in the background, a few at a time and only
 * while they are visible.
 */
import { archiveMountOf } from '../../../contract/archive-mount.ts'
import { type Failure, failureOf } from '../../../contract/failure.ts'
import type { Contents } from '../read/contents.ts'
import { type FileState, stateKey } from '../read/file-state.ts'
import { type AddressesDeps, createAddresses } from './addresses.ts'
import { loadThumbnail } from './load-thumbnail.ts'
import { createCooldowns } from './cooldowns.ts'
import type { ThumbnailCache } from './thumbnail-cache.ts'
import type { ThumbnailMaker } from './thumbnail-maker.ts'
import { createLoadQueue, type LoadQueueDeps } from './load-queue.ts'

export interface Thumbnails {
  /** Returns the address of a thumbnail that is in memory. */
  at(state: FileState): string | undefined
  /**
   * Calls `onReady` with the address when the thumbnail is available, or with undefined if there is none. The returned
   * function cancels the request.
   */
  want(state: FileState, onReady: (address: string | undefined) => void): () => void
  /** Deletes all thumbnails. */
  forget(): Promise<void>
}

export interface ThumbnailsDeps extends AddressesDeps, LoadQueueDeps {
  /** Separate from the contents of quick look, whose blocks are cached for longer. */
  readonly contents: Contents
  readonly cache: ThumbnailCache
  readonly maker: ThumbnailMaker
}

/** A file that could not be read, or a mount that did not answer, is not tried again during this time. */
const againAfterMs = 60_000

interface Job {
  readonly key: string
  readonly state: FileState
  readonly listeners: Set<(address: string | undefined) => void>
  readonly control: AbortController
}

export function createThumbnails(deps: ThumbnailsDeps): Thumbnails {
  const { contents, cache, maker } = deps
  const addresses = createAddresses(deps)
  const cooldowns = createCooldowns(deps.now)
  const queue = createLoadQueue(deps)
  const jobs = new Map<string, Job>()

  async function lookUp(job: Job) {
    // A database that is not available counts as empty.
    const known = isLasting(job.state) ? await cache.get(job.key).catch(() => undefined) : undefined
    if (job.control.signal.aborted) return
    if (known) settle(job, known)
    else queue.ask(job.key, () => work(job))
  }

  async function work(job: Job) {
    const image = await make(job).catch((error: unknown) => {
      if (!job.control.signal.aborted) coolDown(job, failureOf(error))
      return undefined
    })
    settle(job, image)
  }

  async function make({ key, state, control: { signal } }: Job): Promise<Blob | undefined> {
    if (cooldowns.isCoolingDown(state.location.mount)) return undefined
    const made = await loadThumbnail(contents.open(state), maker, signal)
    if (!made) cooldowns.begin(key, Number.POSITIVE_INFINITY)
    else if (isLasting(state)) void cache.put(key, made).catch(() => undefined)
    return made
  }

  function settle(job: Job, image: Blob | undefined) {
    if (jobs.get(job.key) === job) jobs.delete(job.key)
    if (job.control.signal.aborted) return
    const address = image && addresses.keep(job.key, image)
    for (const listener of job.listeners) listener(address)
  }

  function coolDown({ key, state }: Job, { kind, retry }: Failure) {
    const isOfMount = retry !== 'never' || kind === 'sign-in' || kind === 'disconnected'
    cooldowns.begin(isOfMount ? state.location.mount : key, againAfterMs)
  }

  function begin(key: string, state: FileState): Job {
    const job: Job = { key, state, listeners: new Set(), control: new AbortController() }
    jobs.set(key, job)
    queue.stir()
    void lookUp(job)
    return job
  }

  return {
    at: (state) => addresses.at(stateKey(state)),
    want(state, onReady) {
      const key = stateKey(state)
      const address = addresses.at(key)
      if (address !== undefined || cooldowns.isCoolingDown(key) || cooldowns.isCoolingDown(state.location.mount)) {
        onReady(address)
        return () => {}
      }
      const job = jobs.get(key) ?? begin(key, state)
      job.listeners.add(onReady)
      return () => {
        job.listeners.delete(onReady)
        if (job.listeners.size > 0 || jobs.get(key) !== job) return
        jobs.delete(key)
        queue.forget(key)
        job.control.abort(new DOMException('Nobody looks.', 'AbortError'))
      }
    },
    async forget() {
      addresses.clear()
      await cache.clear()
    },
  }
}

/** The content of an archive changes with the archive, but the times of its entries do not show that. */
function isLasting({ location }: FileState): boolean {
  return archiveMountOf(location.mount) === undefined
}
