/** A worker thread that lists one folder after another. Started by `threads.ts`. */
import { parentPort } from 'node:worker_threads'
import { codeOf } from '../failures/error-code.ts'
import { listFolder } from './list-folder.ts'
import { type ListJob, type ListMessage, pagesAhead, stoppedCell, takenCell } from './list-protocol.ts'

parentPort?.on('message', (job: ListJob) => post(run(job)))

function run({ root, folder, control }: ListJob): ListMessage {
  const isStopped = () => Atomics.load(control, stoppedCell) !== 0
  let sent = 0
  try {
    for (const page of listFolder(root, toOsPath(folder), isStopped)) {
      waitForRoom(control, sent)
      if (isStopped()) break
      post({ kind: 'page', page }, [
        page.names.buffer,
        page.nameEnds.buffer,
        page.kinds.buffer,
        page.sizes.buffer,
        page.modified.buffer,
      ])
      sent += 1
    }
    return { kind: 'end' }
  } catch (error) {
    const code = codeOf(error)
    const message = error instanceof Error ? error.message : 'unknown'
    return { kind: 'end', error: { message, ...(code !== undefined && { code }) } }
  }
}

/** Converts a path that arrives from the other thread as a plain byte array. */
function toOsPath(folder: ListJob['folder'] | Uint8Array): ListJob['folder'] {
  return typeof folder === 'string' ? folder : Buffer.from(folder)
}

function waitForRoom(control: ListJob['control'], sent: number) {
  for (;;) {
    const taken = Atomics.load(control, takenCell)
    if (sent - taken < pagesAhead || Atomics.load(control, stoppedCell) !== 0) return
    Atomics.wait(control, takenCell, taken)
  }
}

function post(message: ListMessage, transfer: ArrayBufferLike[] = []) {
  parentPort?.postMessage(message, transfer as ArrayBuffer[])
}
