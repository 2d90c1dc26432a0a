/**
 * A worker thread that copies new folders and stores their contents, reading each file once. This module must not
 * import a schema.
 */
import { parentPort } from 'node:worker_threads'
import { copyFolderBatch } from '../../local/bulk/copy-folders.ts'
import { withPaths } from '../../local/bulk/paths-of-job.ts'
import type { KeepingAnswer, KeepingFolderJob } from './folder-protocol.ts'
import { createFolderKeeper } from './folder-keeper.ts'

parentPort?.on('message', (message: KeepingFolderJob) => {
  const job = { ...withPaths(message), places: message.places }
  const keeper = createFolderKeeper(job.places)
  try {
    const answer: KeepingAnswer = { ...copyFolderBatch(job, keeper), copied: keeper.copied() }
    parentPort?.postMessage(answer, [])
  } finally {
    keeper.end()
  }
})
