/** Sends files from the browser: folders first, then their files, a few at a time, each stored whole or not at all. */
import type { Entry } from '../../../contract/entry.ts'
import { failureOf } from '../../../contract/failure.ts'
import { baseName, childPath } from '../../../contract/location.ts'
import { text } from '../../strings/text.ts'
import { conflictOf } from './copy-choice.ts'
import { ask } from './upload-questions.ts'
import { newUpload, numberedName } from './upload-state.ts'
import {
  addBytes,
  count,
  type DroppedFile,
  fail,
  folderOf,
  leaveAlone,
  measure,
  type UploadRequest,
  type Work,
} from './upload-work.ts'
import { findUpload, patchUpload, type Uploads } from './uploads-store.ts'
import { walkDropped } from './walk-dropped.ts'

const filesAtOnce = 3

/** Sends what was dropped into a folder, and keeps a row of how it goes. */
export async function startUpload(uploads: Uploads, request: UploadRequest): Promise<void> {
  const names = request.entries.map(({ name }) => name)
  const upload = newUpload(++uploads.lastId, names, request.into)
  uploads.state.setState(({ uploads: all }) => ({ uploads: [...all, upload] }))
  uploads.running.set(upload.id, { control: new AbortController(), answer: undefined })
  await uploadAll(uploads, upload.id, request)
  uploads.running.delete(upload.id)
  uploads.onChanged(request.into)
  const ended = findUpload(uploads, upload.id)
  if (ended) uploads.onEnded(ended)
}

/** Ends when everything has its end; nothing is thrown. */
async function uploadAll(uploads: Uploads, id: number, request: UploadRequest): Promise<void> {
  const signal = uploads.running.get(id)?.control.signal
  if (!signal) return
  const work: Work = { uploads, id, request, signal, asking: Promise.resolve(), answerForAll: undefined }
  const files: DroppedFile[] = []
  for await (const dropped of walkDropped(request.entries)) {
    if (signal.aborted) break
    if (dropped.kind === 'file') {
      files.push(dropped)
      count(work, { total: 1 }, dropped.file.size)
    } else if (dropped.kind === 'folder') await makeFolder(work, dropped.path)
    else {
      count(work, { total: 1 })
      fail(work, dropped.path, dropped.message)
    }
  }
  patchUpload(uploads, id, () => ({ state: 'running' }))
  const stopMeasuring = measure(uploads, id)
  const queue = files[Symbol.iterator]()
  await Promise.all(Array.from({ length: filesAtOnce }, () => sendFrom(work, queue)))
  stopMeasuring()
  patchUpload(uploads, id, () => ({
    state: 'ended',
    isCancelled: signal.aborted,
    question: undefined,
    bytesPerSecond: undefined,
  }))
}

async function sendFrom(work: Work, queue: Iterator<DroppedFile>): Promise<void> {
  for (let next = queue.next(); !next.done && !work.signal.aborted; next = queue.next()) {
    const { file, path } = next.value
    try {
      await sendOne(work, next.value, 'fail')
    } catch (error) {
      if (work.signal.aborted) return
      if (failureOf(error).kind !== 'exists') fail(work, path, failureOf(error, 'files.write').message)
      else await settleTaken(work, next.value)
    }
    if (file.size > 0) work.uploads.onChanged(folderOf(work, path))
  }
}

async function sendOne(
  work: Work,
  { path, file }: DroppedFile,
  ifExists: 'replace' | 'fail',
  name = baseName(path),
): Promise<void> {
  const { uploads, id, signal } = work
  let sent = 0
  async function* body() {
    const reader = file.stream().getReader()
    try {
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        sent += read.value.length
        addBytes(uploads, id, read.value.length)
        yield read.value
      }
    } finally {
      await reader.cancel().catch(() => {})
    }
  }
  const location = { mount: work.request.into.mount, path: childPath(folderOf(work, path).path, name) }
  try {
    await uploads.client().files.write({ location, ifExists, modifiedMs: file.lastModified }, { body: body(), signal })
    count(work, { done: 1 })
  } catch (error) {
    addBytes(uploads, id, -sent)
    throw error
  }
}

/** The name is taken: it is left alone, or the policy or a person says what becomes of it. */
async function settleTaken(work: Work, dropped: DroppedFile): Promise<void> {
  const { uploads, request } = work
  const { path, file } = dropped
  const folder = folderOf(work, path)
  try {
    const location = { mount: folder.mount, path: childPath(folder.path, baseName(path)) }
    const target = await uploads.client().listing.stat({ location }, { signal: work.signal })
    if (isSkipped(request, file, target)) return leaveAlone(work, file.size)
    const onConflict = conflictOf(request.choice, request.keepsVersions)
    const answer = onConflict === 'ask' ? await ask(work, dropped, target) : onConflict
    if (answer === 'skip') leaveAlone(work, file.size)
    else if (answer === 'overwrite') await sendOne(work, dropped, 'replace')
    else if (answer === 'fail') fail(work, path, text('upload.asks', { name: baseName(path) }))
    else await sendNumbered(work, dropped)
  } catch (error) {
    if (!work.signal.aborted) fail(work, path, failureOf(error, 'files.write').message)
  }
}

const mostNumbers = 1000

async function sendNumbered(work: Work, dropped: DroppedFile): Promise<void> {
  for (let number = 2; ; number++) {
    try {
      return await sendOne(work, dropped, 'fail', numberedName(baseName(dropped.path), number))
    } catch (error) {
      if (failureOf(error).kind !== 'exists' || number >= mostNumbers) throw error
    }
  }
}

/** What is the same by its bytes can't be told from here, so by hash nothing is left alone. */
function isSkipped({ choice: { skip } }: UploadRequest, file: File, target: Entry): boolean {
  if (target.kind !== 'file') return false
  if (skip === 'size') return target.sizeBytes === file.size
  if (skip === 'newer') return (target.modifiedMs ?? -Infinity) >= file.lastModified
  return skip === 'exists'
}

async function makeFolder(work: Work, path: string): Promise<void> {
  const { mount } = work.request.into
  try {
    await work.uploads
      .client()
      .files.makeFolder({ location: { mount, path: childPath(work.request.into.path, path) } }, { signal: work.signal })
  } catch (error) {
    const failure = failureOf(error, 'files.makeFolder')
    if (failure.kind === 'exists' || work.signal.aborted) return
    count(work, { total: 1 })
    fail(work, path, failure.message)
  }
}
