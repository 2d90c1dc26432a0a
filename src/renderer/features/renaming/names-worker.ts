/** Makes new names beside the window: a regular expression can take for ever, and is ended with its worker. */
import type { RenameRule } from '../../../lib/renaming/rename-rule.ts'
import { answerNames, type NamesTask } from './names-message.ts'

let task: NamesTask | undefined
addEventListener('message', ({ data }: MessageEvent<NamesTask | RenameRule>) => {
  if ('items' in data) task = data
  else if (task) postMessage(answerNames(task, data))
})
