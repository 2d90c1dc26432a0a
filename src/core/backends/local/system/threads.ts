/** A worker pool. A disk that does not respond blocks only the thread that uses it. */
import { Worker } from 'node:worker_threads'

/**
 * How long an unused thread stays. Starting a thread costs more than keeping it for a moment, and a recursive listing
 * lists many folders one after the other.
 */
const lingerMs = 2000
/**
 * How long a stopped job may take to notice before its thread is terminated, for example on a disk that does not
 * respond.
 */
const graceMs = 2000

export interface ThreadOptions {
  /** The module that each thread runs. */
  readonly path: string
  /**
   * The number of idle threads kept for later jobs, which then need not wait for a thread to start. More threads stay
   * only briefly.
   */
  readonly idleLimit: number
}

export interface JobListener<Message> {
  onMessage(message: Message): void
  /** Called if the thread died during the job. */
  onLost(error: Error): void
}

/** Starts jobs, each in a thread of its own. */
export interface Threads<Job, Message> {
  /**
   * Starts a job. The returned function reports that the caller no longer waits for it. `given` is transferred to the
   * thread.
   */
  run(job: Job, listener: JobListener<Message>, given?: readonly ArrayBuffer[]): () => void
  close(): Promise<void>
}

/**
 * Creates a pool. Threads keep the process alive only while they work. A job ends with its message of the kind `end`.
 */
export function createThreads<Job, Message extends { readonly kind: string }>({
  path,
  idleLimit,
}: ThreadOptions): Threads<Job, Message> {
  const all = new Set<Worker>()
  /** The most recently used thread is last. */
  const idle: Worker[] = []
  let trimming: NodeJS.Timeout | undefined

  function trim() {
    trimming = undefined
    for (const worker of idle.splice(0, idle.length - idleLimit)) void worker.terminate()
  }

  function start(): Worker {
    const worker = new Worker(path)
    all.add(worker)
    worker.once('exit', () => {
      all.delete(worker)
      const at = idle.indexOf(worker)
      if (at >= 0) idle.splice(at, 1)
    })
    return worker
  }

  return {
    run(job, listener, given = []) {
      const worker = idle.pop() ?? start()
      let giveUp: NodeJS.Timeout | undefined
      const onMessage = (message: Message) => {
        if (message.kind === 'end') finish()
        listener.onMessage(message)
      }
      const onError = (error: Error) => lose(error)
      const onExit = () => lose(new Error('the thread ended'))

      function detach() {
        clearTimeout(giveUp)
        worker.off('message', onMessage).off('error', onError).off('exit', onExit)
        worker.on('error', ignore)
        worker.unref()
      }
      function finish() {
        detach()
        idle.push(worker)
        if (idle.length > idleLimit) trimming ??= setTimeout(trim, lingerMs).unref()
      }
      function lose(error: Error) {
        detach()
        listener.onLost(error)
      }

      worker.off('error', ignore)
      worker.on('message', onMessage).on('error', onError).on('exit', onExit)
      worker.ref()
      worker.postMessage(job, [...given])
      return () => {
        worker.unref()
        giveUp = setTimeout(() => {
          detach()
          void worker.terminate()
        }, graceMs).unref()
      }
    },
    async close() {
      clearTimeout(trimming)
      // a thread blocked in a system call cannot be terminated, so do not wait for it
      const grace = new Promise<void>((resolve) => setTimeout(resolve, graceMs).unref())
      await Promise.race([Promise.all([...all].map((worker) => worker.terminate())), grace])
    },
  }
}

function ignore() {}
