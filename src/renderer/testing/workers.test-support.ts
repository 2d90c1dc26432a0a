/**
 * Runs the workers of the window in the thread of the test, because happy-dom has none. The answers are computed in the
 * same way as in the window.
 */
import { createOrderScheduler } from '../features/pane/index/order-scheduler.ts'
import type { OrderRequest } from '../features/pane/index/order-messages.ts'
import { answerNames, type NamesTask } from '../features/renaming/names-message.ts'
import type { RenameRule } from '../../lib/renaming/rename-rule.ts'

type Handle = (data: unknown) => void
type Answer = (data: unknown) => void

function orderWorker(answer: Answer): Handle {
  const handle = createOrderScheduler((message) => answer(message))
  return (data) => handle(data as OrderRequest)
}

function namesWorker(answer: Answer): Handle {
  let task: NamesTask | undefined
  return (data) => {
    const message = data as NamesTask | RenameRule
    if ('items' in message) task = message
    else if (task) answer(answerNames(task, message))
  }
}

const handles: Readonly<Record<string, (answer: Answer) => Handle>> = {
  'order-worker.ts': orderWorker,
  'names-worker.ts': namesWorker,
}

/** A stand-in for `Worker`. */
export class WorkerInThread extends EventTarget {
  private isEnded = false
  private readonly handle: Handle

  constructor(url: URL | string) {
    super()
    const name = Object.keys(handles).find((each) => String(url).includes(each)) ?? ''
    const start = handles[name]
    if (!start) throw new Error(`No worker for ${String(url)}`)
    this.handle = start((data) => {
      if (!this.isEnded) this.dispatchEvent(new MessageEvent('message', { data }))
    })
  }

  postMessage(data: unknown): void {
    queueMicrotask(() => {
      if (!this.isEnded) this.handle(data)
    })
  }

  terminate(): void {
    this.isEnded = true
  }
}
