/**
 * Stores the bytes of all versions. Each content is stored once, named by its SHA-256; a large one in chunks, each
 * stored once. A file gets its name only when it is complete and flushed to disk. A killed program can leave only a
 * staging file, or a content that no version needs.
 */
import { readdir, rm, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { unlessAborted } from '../../../../lib/flow/unless-aborted.ts'
import type { OsPath } from '../../backend.ts'
import { createThreads, type Threads } from '../../local/system/threads.ts'
import type { FileState } from '../file-state.ts'
import type { Layout } from '../layout.ts'
import chunkWorkerPath from './chunk-worker.ts?modulePath'
import workerPath from './content-worker.ts?modulePath'
import { contentPath } from './places.ts'
import { followFile, type Following } from './follow.ts'
import type { Arriving, ContentAnswer, ContentJob, Kept, NotKept, Saved, Stage } from './protocol.ts'

/** The time a stopped thread has to end before its caller gets the error. */
const stoppingMs = 2000
/** One thread reads while another flushes what was read before. */
const idleThreads = 3
const looksAtOnce = 64

export interface KeepOptions {
  readonly signal: AbortSignal
  /**
   * If the disk can share blocks, the content uses no space. For files of other programs, which may never change. A
   * large content is then stored whole.
   */
  readonly mayShare?: boolean
  /** Set if the single file is still being written. */
  readonly arriving?: Arriving
}

export interface Content {
  /** Tells whether the whole content is stored. While the lock is held, it cannot be removed. */
  has(saved: Saved): Promise<boolean>
  /** Stores the content of one file. Throws the system's errors. */
  keepFile(full: OsPath, options: KeepOptions): Promise<Kept>
  /** Stores the content of a file while it is written in pieces of that size. */
  follow(full: OsPath, pieceBytes: number): Following
  /** Stores contents and returns the results in the order of the files. All contents are flushed to disk together. */
  keepFiles(files: readonly OsPath[], options: KeepOptions): Promise<readonly (Kept | NotKept)[]>
  /**
   * Returns the states of files in their order; undefined for a path that is not a file or cannot be read. One call for
   * each file would cost more than all other work on them.
   */
  states(files: readonly OsPath[]): Promise<readonly (FileState | undefined)[]>
  /** The caller must hold the lock. */
  remove(sums: readonly string[]): Promise<void>
  close(): Promise<void>
}

export function openContent({ content, staged }: Layout): Content {
  const threads: Threads<ContentJob, ContentAnswer> = createThreads({ path: workerPath, idleLimit: idleThreads })
  const places = { content, staged }
  const settle = (kind: 'flush' | 'name', stages: readonly Stage[]) => runJob(threads, { kind, places, stages }).ended

  async function keepFiles(files: readonly OsPath[], { signal, mayShare = false, arriving }: KeepOptions) {
    signal.throwIfAborted()
    if (files.length === 0) return []
    const stop = new Int32Array(new SharedArrayBuffer(4))
    const stages: Stage[] = []
    let flushed: Promise<unknown> = Promise.resolve()
    const wish = {
      kind: 'keep' as const,
      places,
      files,
      mayShare,
      chunkWorkerPath,
      stop,
      ...(arriving && { arriving }),
    }
    const job = runJob(threads, wish, (some) => {
      stages.push(...some)
      flushed = flushed.then(() => settle('flush', some))
      flushed.catch(() => {}) // awaited below
    })
    try {
      const { files: kept = [] } = await unlessStuck(job, stop, signal)
      await flushed
      signal.throwIfAborted()
      if (kept.every(({ error }) => error)) await discard(stages)
      else if (stages.length > 0) await settle('name', stages)
      return kept
    } catch (error) {
      await flushed.catch(() => {})
      await discard(stages)
      throw error
    }
  }
  async function keepFile(full: OsPath, options: KeepOptions): Promise<Kept> {
    const [kept] = await keepFiles([full], options)
    options.signal.throwIfAborted()
    if (kept && !kept.error) return kept
    throw Object.assign(new Error(kept?.error.message), kept?.error)
  }
  return {
    async has({ sum, chunks }) {
      return allKept(content, chunks ? chunks.map((chunk) => chunk.sum) : [sum])
    },
    keepFiles,
    keepFile,
    follow: (full, pieceBytes) => followFile((options) => keepFile(full, options), pieceBytes),
    async states(files) {
      return (await runJob(threads, { kind: 'states', files }).ended).states ?? []
    },
    async remove(sums) {
      for (const sum of sums) await rm(join(content, contentPath(sum)), { force: true })
    },
    close: () => threads.close(),
  }
}

async function discard(stages: readonly Stage[]): Promise<void> {
  for (const { path } of stages) await rm(path, { force: true }).catch(() => {})
}

async function allKept(content: string, sums: readonly string[]): Promise<boolean> {
  for (let at = 0; at < sums.length; at += looksAtOnce) {
    const found = await Promise.all(sums.slice(at, at + looksAtOnce).map((sum) => isKept(content, sum)))
    if (found.includes(false)) return false
  }
  return true
}

async function isKept(content: string, sum: string): Promise<boolean> {
  const found = await stat(join(content, contentPath(sum))).catch(() => undefined)
  return found?.isFile() === true
}

type Ended = Extract<ContentAnswer, { kind: 'end' }>
interface Job {
  readonly ended: Promise<Ended>
  /** Stops waiting for the job. */
  readonly leave: () => void
}

function runJob(
  threads: Threads<ContentJob, ContentAnswer>,
  job: ContentJob,
  onStaged?: (stages: readonly Stage[]) => void,
): Job {
  let leave = () => {}
  const ended = new Promise<Ended>((resolve, reject) => {
    leave = threads.run(job, {
      onMessage(answer) {
        if (answer.kind === 'staged') onStaged?.(answer.stages)
        else if (answer.error) reject(Object.assign(new Error(answer.error.message), answer.error))
        else resolve(answer)
      },
      onLost: reject,
    })
  })
  ended.catch(() => {}) // reported to the callers that still wait
  return { ended, leave }
}

/** Waits for a job. A stopped thread ends and cleans up by itself, unless its disk does not respond. */
async function unlessStuck({ ended, leave }: Job, stop: Int32Array, signal: AbortSignal): Promise<Ended> {
  try {
    return await unlessAborted(ended, signal)
  } catch (error) {
    Atomics.store(stop, 0, 1)
    let timer: NodeJS.Timeout | undefined
    const grace = new Promise<void>((resolve) => (timer = setTimeout(resolve, stoppingMs)))
    await Promise.race([ended.catch(() => {}), grace])
    clearTimeout(timer)
    leave()
    throw error
  }
}

/** Removes the stages of programs that no longer run. */
export async function tidyStaged({ staged }: Layout): Promise<void> {
  for (const name of await readdir(staged)) {
    const pid = Number.parseInt(name, 10)
    if (!isAlive(pid)) await unlink(join(staged, name)).catch(() => {})
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
