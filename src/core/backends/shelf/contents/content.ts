/**
 * The bytes of all versions, each content once, named by its SHA-256; a large one in chunks, each of them once. Each has its
 * name only when it is whole and on the disk; what a killed program leaves is a staged file, or one that no version needs.
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

/** How long a stopped thread may take to end before its caller is told. */
const stoppingMs = 2000
/** One reads, another one flushes what was read before. */
const idleThreads = 3
const looksAtOnce = 64

export interface KeepOptions {
  readonly signal: AbortSignal
  /** Where the disk can, it takes no room: for files other programs wrote, which may never change. A large one is then kept whole. */
  readonly mayShare?: boolean
  /** The one file is still being written. */
  readonly arriving?: Arriving
}

export interface Content {
  /** Is all of it there? With the lock, it stays. */
  has(saved: Saved): Promise<boolean>
  /** Throws the system's errors. */
  keepFile(full: OsPath, options: KeepOptions): Promise<Kept>
  /** Keeps a file while it is written, in pieces of that size. */
  follow(full: OsPath, pieceBytes: number): Following
  /** In the order of the files. All that is kept is put on the disk together. */
  keepFiles(files: readonly OsPath[], options: KeepOptions): Promise<readonly (Kept | NotKept)[]>
  /** Of files, in their order; undefined for what is none or can't be looked at. A call for each would cost more than all else done with them. */
  states(files: readonly OsPath[]): Promise<readonly (FileState | undefined)[]>
  /** Whoever calls it has the lock. */
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
      flushed.catch(() => {}) // seen below
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
  /** Nobody waits for it any more. */
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
  ended.catch(() => {}) // seen by whoever still waits for it
  return { ended, leave }
}

/** A stopped thread ends by itself, and tidies up, unless its disk does not answer. */
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

/** Stages of programs that are no more. */
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
