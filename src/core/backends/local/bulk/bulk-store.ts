/**
 * Stores many small files: all are staged, then all are flushed to disk, then all get their names. Runs in a worker
 * thread.
 */
import { openFolders } from './bulk-folders.ts'
import { flushFiles, flushFolders, type Flushed } from './bulk-flush.ts'
import type { BulkAnswer, BulkEnd, StoreJob } from './bulk-protocol.ts'
import { plain } from './bulk-read.ts'
import { discardStage, publishStage, type Staged, stageFile } from './bulk-stage.ts'
import { ownError } from '../failures/error-code.ts'

/** The progress of each file of the job. */
type Progress = { staged: Staged } | { error: unknown }

export function storeBatch({ root, folders, files, bytes, stop, id }: StoreJob): BulkAnswer {
  const folderOf = openFolders(root, folders)
  const isStopped = () => Atomics.load(stop, 0) !== 0
  const all: Progress[] = files.map((file) => {
    try {
      if (isStopped()) throw ownError('STOPPED')
      return { staged: stageFile(root, folderOf(file.folder), file, { id, bytes, isStopped }) }
    } catch (error) {
      return { error }
    }
  })
  if (!isStopped()) flush(all)
  for (const [at, one] of all.entries()) {
    if ('error' in one) continue
    try {
      if (isStopped()) throw ownError('STOPPED')
      publishStage(one.staged)
    } catch (error) {
      discardStage(one.staged.stage)
      all[at] = { error }
    }
  }
  flushFolders([...foldersOf(all).values()])
  return { kind: 'end', ends: all.map(endOf) }
}

function flush(all: Progress[]): void {
  const indexes = new Map<Flushed, number>()
  for (const [at, one] of all.entries()) {
    if ('staged' in one) indexes.set({ path: one.staged.stage, dev: one.staged.dev, folder: one.staged.folder }, at)
  }
  flushFiles([...indexes.keys()], (file, error) => {
    discardStage(file.path)
    const at = indexes.get(file)
    if (at !== undefined) all[at] = { error }
  })
}

function foldersOf(all: readonly Progress[]): Map<string, Flushed> {
  const found = new Map<string, Flushed>()
  for (const one of all) {
    if ('error' in one) continue
    const { folder, dev } = one.staged
    found.set(Buffer.from(folder).toString('latin1'), { path: folder, dev, folder })
  }
  return found
}

function endOf(one: Progress): BulkEnd {
  if ('error' in one) return { error: plain(one.error) }
  return { sizeBytes: one.staged.sizeBytes, modifiedMs: one.staged.modifiedMs, start: 0 }
}
