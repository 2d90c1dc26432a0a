import { type Entry, opensAsFolder } from '../../contract/entry.ts'
import { unpackEntries } from '../../contract/entry-page.ts'
import { childPath } from '../../contract/location.ts'
import { assertNever } from '../../lib/assert-never.ts'
import { createCrew } from '../../lib/crew.ts'
import { decideFile, decideFolder } from './copy-decision.ts'
import { copyFile } from './copy-file.ts'
import { type CopyJob, isFailure, type Spot } from './copy-job.ts'

/** Waiting for the disk or a far store takes most of the time of a small file. */
const filesAtOnce = 6

/** Copies or moves one entry to `to`, with all below it, and reports. True when nothing of it was left out. */
export async function copyEntry(job: CopyJob, from: Spot, entry: Entry, to: Spot): Promise<boolean> {
  try {
    switch (entry.kind) {
      case 'folder':
        return await copyFolder(job, from, to)
      case 'file':
        return await copyToFreeName(job, from, entry, to)
      case 'link':
        return await renameOnly(job, from, entry, to, 'Links are not copied.')
      case 'special':
        return await renameOnly(job, from, entry, to, 'Devices, pipes and sockets are not copied.')
      default:
        return assertNever(entry.kind)
    }
  } catch (error) {
    job.signal.throwIfAborted()
    await job.report.failed(from, to, entry.kind, error)
    return false
  }
}

/** Copies or moves all that is in a folder into `to`, which is made when it is not there; the folder itself stays. */
export async function copyContents(job: CopyJob, from: Spot, to: Spot): Promise<void> {
  const decision = await decideFolder(job, to)
  if (decision.kind === 'skip') return job.report.skipped(from, to, 'folder', decision.reason)
  if (decision.kind === 'make') await makeFolder(job, decision.to)
  await copyChildren(job, from, decision.to)
}

async function copyFolder(job: CopyJob, from: Spot, wanted: Spot): Promise<boolean> {
  const decision = await decideFolder(job, wanted)
  if (decision.kind === 'skip') {
    await job.report.skipped(from, wanted, 'folder', decision.reason)
    return false
  }
  const { to } = decision
  if (decision.kind === 'make') {
    if (await tryRename(job, from, to, 'fail')) {
      await job.report.done(from, to, 'folder')
      return true
    }
    await makeFolder(job, to)
  }
  const isWhole = await copyChildren(job, from, to)
  if (job.move && !isWhole) {
    await job.report.skipped(from, to, 'folder', 'It is kept, because not all in it was moved.')
    return false
  }
  if (job.move) await removeEmptied(job, from)
  await job.report.done(from, to, 'folder')
  return isWhole
}

/** Where folders are only what is in them, one that was emptied is gone by itself. */
async function removeEmptied({ signal }: CopyJob, { backend, path }: Spot): Promise<void> {
  try {
    await backend.remove(path, { signal })
  } catch (error) {
    if (!isFailure(error, 'not-found')) throw error
  }
}

/** Files go side by side, folders after them. One page is held at a time, and the names of its folders. */
async function copyChildren(job: CopyJob, from: Spot, to: Spot): Promise<boolean> {
  const folders: Entry[] = []
  let isWhole = true
  async function copyChild(entry: Entry) {
    const spotIn = (folder: Spot): Spot => ({ ...folder, path: childPath(folder.path, entry.name) })
    if (!(await copyEntry(job, spotIn(from), entry, spotIn(to)))) isWhole = false
  }
  const crew = createCrew(filesAtOnce)
  try {
    for await (const page of from.backend.list(from.path, { signal: job.signal })) {
      for (const entry of unpackEntries(page)) {
        if (entry.kind === 'folder') folders.push(entry)
        else await crew.begin(() => copyChild(entry))
      }
    }
  } finally {
    await crew.idle()
  }
  await crew.finish()
  for (const entry of folders) await copyChild(entry)
  return isWhole
}

/** A numbered name that looked free may be taken meanwhile, by a file copied alongside: look again. */
async function copyToFreeName(job: CopyJob, from: Spot, entry: Entry, wanted: Spot): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await copyOrRename(job, from, entry, wanted)
    } catch (error) {
      if (job.onConflict !== 'keep-both' || !isFailure(error, 'exists') || attempt === 5) throw error
    }
  }
}

async function copyOrRename(job: CopyJob, from: Spot, entry: Entry, wanted: Spot): Promise<boolean> {
  const decision = await decideFile(job, from, wanted)
  if (decision.kind === 'skip') {
    await job.report.skipped(from, wanted, 'file', decision.reason)
    return false
  }
  const { to, ifExists } = decision
  const isRenamed = await tryRename(job, from, to, ifExists)
  const sizeBytes = isRenamed ? entry.sizeBytes : await copyFile(job, from, entry, to, ifExists)
  if (isRenamed) job.report.moved(sizeBytes ?? 0, from)
  await job.report.done(from, to, 'file', sizeBytes)
  return true
}

/** For what has no bytes to copy: it can still be moved within its mount. */
async function renameOnly(job: CopyJob, from: Spot, { kind }: Entry, wanted: Spot, reason: string): Promise<boolean> {
  if (job.move && canRename(from, wanted)) {
    const decision = await decideFile(job, from, wanted)
    if (decision.kind === 'write' && (await tryRename(job, from, decision.to, decision.ifExists))) {
      await job.report.done(from, decision.to, kind)
      return true
    }
  }
  await job.report.skipped(from, wanted, kind, reason)
  return false
}

/** Moves in one step where the mount can; false where bytes must be copied instead. */
async function tryRename(job: CopyJob, from: Spot, to: Spot, ifExists: 'replace' | 'fail'): Promise<boolean> {
  if (!job.move || !canRename(from, to)) return false
  try {
    await from.backend.rename?.rename(from.path, to.path, { ifExists, signal: job.signal })
  } catch (error) {
    if (isFailure(error, 'unsupported')) return false
    throw error
  }
  await to.backend.stat(to.path, { signal: job.signal })
  return true
}

function canRename(from: Spot, to: Spot): boolean {
  return from.mount === to.mount && from.backend.rename !== undefined
}

async function makeFolder(job: CopyJob, to: Spot): Promise<void> {
  const { backend, path } = to
  if (!backend.capabilities.keepsEmptyFolders) return
  try {
    await backend.makeFolder(path, { signal: job.signal })
  } catch (error) {
    if (!isFailure(error, 'exists') || !opensAsFolder(await backend.stat(path, { signal: job.signal }))) throw error
  }
}
