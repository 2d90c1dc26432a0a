import { Worker } from 'node:worker_threads'
import type { ListJob, ListMessage } from './list-protocol.ts'
import workerPath from './list-worker.ts?modulePath'

/** Worker threads kept for the next listing. A folder opened then does not wait for a thread to start. */
const idleLimit = 2
/** How long a stopped listing may take to notice before its thread is given up, as on a disk that does not answer. */
const graceMs = 2000

export interface JobListener {
  onMessage(message: ListMessage): void
  /** The thread died under the job. */
  onLost(error: Error): void
}

/** Starts listings, each in a thread of its own. */
export interface ListWorkers {
  /** The function returned says that nobody waits for the job any more. */
  run(job: ListJob, listener: JobListener): () => void
  close(): Promise<void>
}

/** Threads keep the process alive only while they list. */
export function createListWorkers(): ListWorkers {
  const all = new Set<Worker>()
  const idle: Worker[] = []

  function start(): Worker {
    const worker = new Worker(workerPath)
    all.add(worker)
    worker.once('exit', () => {
      all.delete(worker)
      const at = idle.indexOf(worker)
      if (at >= 0) idle.splice(at, 1)
    })
    return worker
  }

  return {
    run(job, listener) {
      const worker = idle.pop() ?? start()
      let giveUp: NodeJS.Timeout | undefined
      const onMessage = (message: ListMessage) => {
        if (message.kind === 'end') finish()
        listener.onMessage(message)
      }
      const onError = (error: Error) => lose(error)
      const onExit = () => lose(new Error('the listing thread ended'))

      function detach() {
        clearTimeout(giveUp)
        worker.off('message', onMessage).off('error', onError).off('exit', onExit)
        worker.on('error', ignore)
        worker.unref()
      }
      function finish() {
        detach()
        if (idle.length < idleLimit) idle.push(worker)
        else void worker.terminate()
      }
      function lose(error: Error) {
        detach()
        listener.onLost(error)
      }

      worker.off('error', ignore)
      worker.on('message', onMessage).on('error', onError).on('exit', onExit)
      worker.ref()
      worker.postMessage(job, [])
      return () => {
        worker.unref()
        giveUp = setTimeout(() => {
          detach()
          void worker.terminate()
        }, graceMs).unref()
      }
    },
    async close() {
      // a thread stuck in the system can't be ended: don't wait for it
      const grace = new Promise<void>((resolve) => setTimeout(resolve, graceMs).unref())
      await Promise.race([Promise.all([...all].map((worker) => worker.terminate())), grace])
    },
  }
}

function ignore() {}
