/** Worker threads of one kind: a disk that does not answer stops none but the thread that asked it. */
import { Worker } from 'node:worker_threads'

/** A thread costs more to start than to keep for a moment: a walk lists many folders one after the other. */
const lingerMs = 2000
/** How long a stopped job may take to notice before its thread is given up, as on a disk that does not answer. */
const graceMs = 2000

export interface ThreadOptions {
  /** The bundle each of them runs. */
  readonly path: string
  /** So many are kept for the next job, which then does not wait for a thread to start; more for a moment only. */
  readonly idleLimit: number
}

export interface JobListener<Message> {
  onMessage(message: Message): void
  /** The thread died under the job. */
  onLost(error: Error): void
}

/** Starts jobs, each in a thread of its own. */
export interface Threads<Job, Message> {
  /** The function returned says that nobody waits for the job any more. `given` is the thread's from then on. */
  run(job: Job, listener: JobListener<Message>, given?: readonly ArrayBuffer[]): () => void
  close(): Promise<void>
}

/** Threads keep the process alive only while they work. A job is over with its message of the kind `end`. */
export function createThreads<Job, Message extends { readonly kind: string }>({
  path,
  idleLimit,
}: ThreadOptions): Threads<Job, Message> {
  const all = new Set<Worker>()
  /** The one that was used last is at the end. */
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
      // a thread stuck in the system can't be ended: don't wait for it
      const grace = new Promise<void>((resolve) => setTimeout(resolve, graceMs).unref())
      await Promise.race([Promise.all([...all].map((worker) => worker.terminate())), grace])
    },
  }
}

function ignore() {}
