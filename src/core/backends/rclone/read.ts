/** Lists folders and reads files. */
import { type EntryPage, packEntries } from '../../../contract/entry-page.ts'
import { pullStream } from '../../../lib/flow/pull-stream.ts'
import type { ListOptions, ReadOptions } from '../backend.ts'
import { refuse } from './failures.ts'
import { listedItems } from './list-items.ts'
import { about, cheapHashes, entryOf, markOf, neededFile, neededFolder, type Remote, sumsOf } from './remote.ts'

const mostRows = 4096

/** rclone returns the whole folder and holds it in memory; we do not. */
export async function* listFolder(remote: Remote, path: string, options: ListOptions): AsyncGenerator<EntryPage> {
  const own = about(path, 'list', options)
  await neededFolder(remote, path, own)
  const hashTypes = options.withSums ? cheapHashes(remote.info) : []
  const opt = { noMimeType: true, ...(hashTypes.length > 0 && { showHash: true, hashTypes }) }
  const body = await remote.rc.stream('operations/list', { fs: remote.fs, remote: path, opt }, own)
  const seen = new Set<string>() // some stores allow two files with the same name; the first is the one that is read
  const hasDoubles = remote.info.Features['DuplicateFiles'] === true
  try {
    for await (const items of listedItems(body)) {
      options.signal.throwIfAborted()
      const entries = items.map(entryOf).filter(({ name }) => name !== '' && (!hasDoubles || !seen.has(name)))
      if (hasDoubles) for (const { name } of entries) seen.add(name)
      for (let at = 0; at < entries.length; at += mostRows) yield packEntries(entries.slice(at, at + mostRows))
    }
  } finally {
    body.destroy()
  }
}

export async function readFile(
  remote: Remote,
  path: string,
  options: ReadOptions,
): Promise<ReadableStream<Uint8Array>> {
  const { offset = 0, length = Infinity, ifUnchanged, onOpened, signal } = options
  const own = about(path, 'read', options)
  const item = await neededFile(remote, path, own)
  const mark = markOf(item)
  if (ifUnchanged !== undefined && ifUnchanged !== mark) throw changed(path)
  const { sizeBytes, modifiedMs } = entryOf(item)
  const sums = sumsOf(item.Hashes)
  onOpened?.(mark, {
    ...(sizeBytes !== undefined && { sizeBytes }),
    ...(modifiedMs !== undefined && { modifiedMs }),
    ...(sums && { sums }),
  })
  const end = Math.min(sizeBytes ?? Infinity, offset + length)
  if (end <= offset) return pullStream({ read: async () => undefined, cancel: async () => {} })
  const isAll = offset === 0 && (sizeBytes === undefined ? length === Infinity : end === sizeBytes)
  const range = isAll ? {} : { range: `bytes=${offset}-${Number.isFinite(end) ? end - 1 : ''}` }
  const target = `/${encodeURIComponent(`[${remote.fs}]`)}/${path.split('/').map(encodeURIComponent).join('/')}`
  const { body } = await remote.rc.get(target, range, own)
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  let left = end - offset
  return pullStream({
    async read() {
      if (left <= 0) return undefined
      const { done, value } = await chunks.next().catch((error: unknown) => {
        signal.throwIfAborted()
        throw broken(path, error)
      })
      signal.throwIfAborted()
      if (done) {
        if (Number.isFinite(left)) throw changed(path)
        return undefined
      }
      const chunk = value.length > left ? value.subarray(0, left) : value
      left -= chunk.length
      if (left <= 0) body.destroy()
      return chunk
    },
    async cancel() {
      body.destroy()
    },
  })
}

function changed(path: string) {
  return refuse('changed', 'store.changed-while-read', 'rclone.read', path)
}

function broken(path: string, cause: unknown) {
  return refuse('unreachable', 'rclone.read-broke', 'rclone.read', path, cause)
}
