/** Questions of an upload, one after the other. */
import type { Entry } from '../../../contract/entry.ts'
import { baseName } from '../../../contract/location.ts'
import type { Answer, Question } from '../../../contract/transfer.ts'
import { text } from '../../strings/text.ts'
import { numberedName } from './upload-state.ts'
import type { DroppedFile, Work } from './upload-work.ts'
import { patchUpload, type UploadAnswer } from './uploads-store.ts'

/** What becomes of a file whose name is taken, as a person says. */
export async function ask(work: Work, dropped: DroppedFile, target: Entry): Promise<Answer> {
  const before = work.asking
  let leave = () => {}
  work.asking = new Promise<void>((resolve) => (leave = resolve))
  try {
    await before
    if (work.answerForAll) return work.answerForAll
    const { answer, forAll } = await answerTo(work, dropped.path, questionOf(dropped, target))
    if (forAll) work.answerForAll = answer
    return answer
  } finally {
    leave()
  }
}

function answerTo({ uploads, id, signal }: Work, path: string, question: Question): Promise<UploadAnswer> {
  return new Promise((resolve, reject) => {
    const running = uploads.running.get(id)
    if (!running || signal.aborted) return reject(signal.reason as Error)
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    running.answer = (given) => {
      running.answer = undefined
      patchUpload(uploads, id, () => ({ question: undefined }))
      resolve(given)
    }
    patchUpload(uploads, id, () => ({ question: { path, question } }))
  })
}

function questionOf({ path, file }: DroppedFile, { kind, sizeBytes, modifiedMs }: Entry): Question {
  const name = baseName(path)
  const target = {
    kind,
    ...(sizeBytes !== undefined && { sizeBytes }),
    ...(modifiedMs !== undefined && { modifiedMs }),
  }
  return {
    kind: kind === 'folder' ? 'kinds' : 'exists',
    message: text('upload.asks', { name }),
    answers: kind === 'folder' ? ['keep-both', 'skip'] : ['overwrite', 'keep-both', 'skip'],
    newName: numberedName(name, 2),
    source: { kind: 'file', sizeBytes: file.size, modifiedMs: file.lastModified },
    target,
  }
}
