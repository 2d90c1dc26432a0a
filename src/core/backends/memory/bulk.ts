/** Handles many small files one by one, for tests of code that uses the bulk facet. */
import { readFile, stat } from 'node:fs/promises'
import { failureOf } from '../../../contract/failure.ts'
import { baseName } from '../../../contract/location.ts'
import { nextTask } from '../../../lib/flow/next-task.ts'
import type { Backend, Waits } from '../backend.ts'
import type { BulkCopy, BulkRead, BulkStored, BulkWrite } from '../facets/bulk.ts'
import { contentTypeOf } from '../content-type.ts'
import { memoryFailure } from './failures.ts'
import type { History } from './history.ts'
import { createFileNode, type FolderNode, getFile } from './tree.ts'
import { putFile } from './write.ts'

const atOnce = 100

export function bulkOf(root: FolderNode, history?: History): NonNullable<Backend['bulk']> {
  function store({ path, bytes, ifExists, modifiedMs = Date.now() }: BulkWrite): BulkStored {
    const file = createFileNode({ bytes: bytes.slice(), modifiedMs, properties: contentTypeOf(baseName(path)) })
    return { path, stored: { ...putFile(root, path, file, { ifExists, history }), proof: 'sum' } }
  }
  function read(path: string): BulkRead {
    const { bytes, modifiedMs } = getFile(root, path, 'memory.bulk.read')
    return { path, bytes: bytes.slice(), sizeBytes: bytes.length, modifiedMs }
  }
  async function copy({ path, fromLocalPath, ifExists, isCloneOnly, ...known }: BulkCopy): Promise<BulkStored> {
    if (isCloneOnly) throw memoryFailure('unsupported', path, 'memory.bulk.copy')
    const bytes = await readFile(fromLocalPath).catch(() => undefined)
    if (!bytes) throw memoryFailure('not-found', path, 'memory.bulk.copy')
    const modifiedMs = Math.round((await stat(fromLocalPath)).mtimeMs)
    const isKnown = bytes.length === known.sizeBytes && (known.modifiedMs ?? modifiedMs) === modifiedMs
    if (!isKnown) throw memoryFailure('changed', path, 'memory.bulk.copy')
    return store({ path, bytes, ifExists, modifiedMs })
  }
  return {
    mostBytes: 1024 ** 2,
    mostCopyBytes: 1024 ** 2,
    read: (paths, options) => each(paths, options, 'read', (path) => path, read),
    write: (writes, options) => each(writes, options, 'write', ({ path }) => path, store),
    copy: (copies, options) => each(copies, options, 'copy', ({ path }) => path, copy),
    tidy: async () => {}, // nothing is staged
  }
}

/** Yields the result of each item by itself. */
async function* each<Item, End>(
  items: readonly Item[],
  { signal }: Waits,
  name: string,
  pathOf: (item: Item) => string,
  work: (item: Item) => End | Promise<End>,
) {
  for (let at = 0; at < items.length; at += atOnce) {
    await nextTask()
    signal.throwIfAborted()
    yield await Promise.all(
      items.slice(at, at + atOnce).map(async (item) => {
        try {
          return await work(item)
        } catch (error) {
          return { path: pathOf(item), failure: failureOf(error, `memory.bulk.${name}`) }
        }
      }),
    )
  }
}
