import { said } from '../../../../contract/sentences/said.ts'
import type { EntryPage } from '../../../../contract/entry-page.ts'
import { StorageError } from '../../../../contract/failure.ts'
import type { Waits } from '../../backend.ts'
import { localFailure } from '../failures/failures.ts'
import { toOsPath } from '../paths/os-path.ts'
import { type ListJob, type ListMessage, stoppedCell, takenCell } from './list-protocol.ts'
import workerPath from './list-worker.ts?modulePath'
import { createThreads, type Threads } from '../system/threads.ts'

const operation = 'local.list'

export const createListThreads = () => createThreads<ListJob, ListMessage>({ path: workerPath, idleLimit: 2 })

/** Yields the pages of a folder, read in a worker thread that is at most a few pages ahead. */
export async function* listInWorker(
  threads: Threads<ListJob, ListMessage>,
  root: string,
  path: string,
  { signal }: Waits,
): AsyncGenerator<EntryPage> {
  signal.throwIfAborted()
  const folder = toOsPath(root, path, operation)
  const control = new Int32Array(new SharedArrayBuffer(8))
  const arrived: ListMessage[] = []
  let isOver = false
  let wake: (() => void) | undefined

  function arrive(message: ListMessage) {
    isOver ||= message.kind === 'end'
    arrived.push(message)
    wake?.()
  }
  const onAbort = () => wake?.()
  signal.addEventListener('abort', onAbort)
  const leave = threads.run(
    { root, folder, control },
    { onMessage: arrive, onLost: (error) => arrive({ kind: 'end', error: { message: error.message } }) },
  )
  try {
    for (;;) {
      signal.throwIfAborted()
      const message = arrived.shift()
      if (!message) await new Promise<void>((resolve) => (wake = resolve))
      else if (message.kind === 'end') return throwIfFailed(message, path)
      else {
        Atomics.add(control, takenCell, 1)
        Atomics.notify(control, takenCell)
        yield message.page
      }
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    Atomics.store(control, stoppedCell, 1)
    Atomics.notify(control, takenCell)
    if (!isOver) leave()
  }
}

function throwIfFailed({ error }: Extract<ListMessage, { kind: 'end' }>, path: string): void {
  if (!error) return
  const cause = Object.assign(new Error(error.message), { code: error.code })
  const known = localFailure(cause, operation, path)
  if (known instanceof StorageError) throw known
  throw new StorageError(
    { kind: 'internal', ...said('local.list-fault', { what: path }), operation, detail: error.message },
    { cause },
  )
}
