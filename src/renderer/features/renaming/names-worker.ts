/** Computes new names in a worker. A regular expression may never finish; then the worker is terminated. */
import type { RenameRule } from '../../../lib/renaming/rename-rule.ts'
import { answerNames, type NamesTask } from './names-message.ts'

let task: NamesTask | undefined
addEventListener('message', ({ data }: MessageEvent<NamesTask | RenameRule>) => {
  if ('items' in data) task = data
  else if (task) postMessage(answerNames(task, data))
})
