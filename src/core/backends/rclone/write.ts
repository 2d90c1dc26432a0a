/** Writes, moves and removes entries. */
import { createHash, randomBytes } from 'node:crypto'
import { baseName, childPath, parentPath } from '../../../contract/location.ts'
import { sourceOf } from '../../../lib/flow/pull-stream.ts'
import type { RenameOptions, Stored, Waits, WriteOptions } from '../backend.ts'
import { stageNameOf } from '../facets/stages.ts'
import { createNameLocks } from '../name-locks.ts'
import type { CallOptions } from './daemon/call.ts'
import { refuse } from './failures.ts'
import { about, cheapHashes, entryOf, itemAt, neededFolder, neededItem, type Remote } from './remote.ts'

/** Two writers of this program take turns for a name, because rclone has no way to refuse a replacement. */
const locks = createNameLocks()

/** If the store can neither move nor copy, a staging file would have to pass through this computer again. */
export function canStage({ info: { Features } }: Remote): boolean {
  return Features['Move'] === true || Features['Copy'] === true
}

export async function writeFile(
  remote: Remote,
  path: string,
  body: ReadableStream<Uint8Array>,
  options: WriteOptions,
): Promise<Stored> {
  const own = about(path, 'write', options)
  const { ifExists, signal, stageId = randomBytes(12).toString('hex') } = options
  const folder = parentPath(path)
  await neededFolder(remote, folder, own)
  await refuseTarget(remote, path, ifExists, own)
  const [hashType] = cheapHashes(remote.info)
  const hash = hashType === undefined ? undefined : createHash(hashType)
  const sent: Sent = { bytes: 0 }
  const bytes = countedBytes(body, signal, sent, (chunk) => hash?.update(chunk))
  // this name needs no quoting in the header of a form; a listing shows a staging file, never an incomplete file
  const stage = childPath(folder, stageNameOf(stageId))
  try {
    await remote.rc.upload({ fs: remote.fs, folder, name: baseName(stage) }, bytes, own)
    signal.throwIfAborted()
    const item = await neededItem(remote, stage, own, hashType === undefined ? [] : [hashType])
    const sum = hashType === undefined ? undefined : item.Hashes?.[hashType]
    const wanted = hash?.digest('hex')
    if (item.Size !== sent.bytes || (sum && wanted && sum !== wanted)) {
      throw refuse('corrupt', 'rclone.wrong-bytes', own.operation, path)
    }
    await publish(remote, { from: stage, to: path }, ifExists, own)
    const stored = await neededItem(remote, path, own, hashType === undefined ? [] : [hashType])
    return { ...entryOf(stored), ...(stored.Size === sent.bytes && { proof: sum ? 'sum' : 'size' }) }
  } catch (error) {
    await discard(remote, stage)
    throw sent.failure ? sent.failure.error : error
  }
}

async function publish(
  remote: Remote,
  { from, to }: { readonly from: string; readonly to: string },
  ifExists: 'replace' | 'fail',
  own: CallOptions,
): Promise<void> {
  await locks.hold(`${remote.store}\n${remote.fs}\n${to}`, async () => {
    await refuseTarget(remote, to, ifExists, own)
    await moveFile(remote, from, to, own)
  })
}

async function moveFile({ rc, fs }: Remote, from: string, to: string, own: CallOptions): Promise<void> {
  // otherwise rclone would treat equal size and time as the same file, and keep the old one
  const config = { IgnoreTimes: true }
  await rc.call('operations/movefile', { srcFs: fs, srcRemote: from, dstFs: fs, dstRemote: to, _config: config }, own)
}

async function refuseTarget(
  remote: Remote,
  path: string,
  ifExists: 'replace' | 'fail',
  own: CallOptions,
): Promise<void> {
  const there = path === '' ? undefined : await itemAt(remote, path, own)
  if (!isHoldable(baseName(path))) throw badName(path, own.operation)
  if (path === '' || there?.IsDir)
    throw refuse(
      ifExists === 'fail' && path !== '' ? 'exists' : 'not-a-file',
      path === '' ? 'store.top-not-a-file' : 'store.folder-exists',
      own.operation,
      path,
    )
  if (there && ifExists === 'fail') throw refuse('exists', 'store.exists', own.operation, path)
}

/** Does not use the caller's signal, and never throws. */
async function discard({ rc, fs }: Remote, stage: string): Promise<void> {
  const own = about(stage, 'discard', { signal: AbortSignal.timeout(30_000) })
  await rc.call('operations/deletefile', { fs, remote: stage }, own).catch(() => {})
}

interface Sent {
  bytes: number
  /** The error of the source; the request that sent the bytes only reports that it was cut off. */
  failure?: { readonly error: unknown }
}

async function* countedBytes(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal,
  sent: Sent,
  count: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  const source = sourceOf(body)
  let isOver = false
  const onAbort = () => void source.cancel(signal.reason).catch(() => {})
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    for (;;) {
      const chunk = await source.read()
      signal.throwIfAborted()
      if (!chunk) break
      sent.bytes += chunk.length
      count(chunk)
      yield chunk
    }
    isOver = true
  } catch (error) {
    sent.failure = { error }
    throw error
  } finally {
    signal.removeEventListener('abort', onAbort)
    if (!isOver) await source.cancel().catch(() => {})
  }
}

export async function makeFolder(remote: Remote, path: string, options: Waits): Promise<void> {
  const own = about(path, 'makeFolder', options)
  await locks.hold(`${remote.store}\n${remote.fs}\n${path}`, async () => {
    await neededFolder(remote, parentPath(path), own)
    if (!isHoldable(baseName(path))) throw badName(path, own.operation)
    if (path === '' || (await itemAt(remote, path, own))) {
      throw refuse('exists', 'store.exists', own.operation, path)
    }
    await remote.rc.call('operations/mkdir', { fs: remote.fs, remote: path }, own)
  })
}

export async function removeEntry(remote: Remote, path: string, options: Waits): Promise<void> {
  const own = about(path, 'remove', options)
  if (path === '') throw refuse('bad-input', 'store.top-unchangeable', own.operation, path)
  const { IsDir } = await neededItem(remote, path, own)
  const command = IsDir ? 'operations/rmdir' : 'operations/deletefile'
  await remote.rc.call(command, { fs: remote.fs, remote: path }, own)
}

export async function renameEntry(remote: Remote, from: string, to: string, options: RenameOptions): Promise<void> {
  const own = about(from, 'rename', options)
  if (from === '' || to === '') throw refuse('bad-input', 'store.top-unchangeable', own.operation, from)
  const source = await neededItem(remote, from, own)
  if (from === to) return
  await neededFolder(remote, parentPath(to), own)
  if (!source.IsDir && (await itemAt(remote, to, own))?.IsDir) {
    throw refuse('exists', 'store.folder-exists', own.operation, to)
  }
  if (!source.IsDir) return publish(remote, { from, to }, options.ifExists, own)
  if (!isHoldable(baseName(to))) throw badName(to, own.operation)
  if (`${to}/`.startsWith(`${from}/`)) throw refuse('bad-input', 'store.into-itself', own.operation, from)
  await locks.hold(`${remote.store}\n${remote.fs}\n${to}`, async () => {
    if (await itemAt(remote, to, own)) throw refuse('exists', 'store.exists', own.operation, to)
    const at = (path: string) => `${remote.fs.replace(/([^:/])$/, '$1/')}${path}`
    await remote.rc.call(
      'sync/move',
      { srcFs: at(from), dstFs: at(to), createEmptySrcDirs: true, deleteEmptySrcDirs: true },
      own,
    )
  })
}

/** rclone replaces control characters by their Unicode pictures. */
function isHoldable(name: string): boolean {
  return !/\p{Cc}/u.test(name)
}

function badName(path: string, operation: string) {
  return refuse('bad-name', 'rclone.control-character', operation, path)
}
