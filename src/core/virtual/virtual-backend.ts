/**
 * A read-only backend with a single entry: a file that is built while it is read. Everything that reads backends can
 * read it.
 */
import { type Said, said } from '../../contract/sentences/said.ts'
import type { Capabilities } from '../../contract/capabilities.ts'
import { plainCapabilities } from '../../contract/derived-capabilities.ts'
import type { Entry } from '../../contract/entry.ts'
import { packEntries } from '../../contract/entry-page.ts'
import { type FailureKind, StorageError } from '../../contract/failure.ts'
import { pullStream } from '../../lib/flow/pull-stream.ts'
import type { Backend, ReadOptions, Waits } from '../backends/backend.ts'

/** The facts of the file that are known before its first byte. */
export interface MadeFile {
  /** The mark for the states of all its parts. */
  readonly mark: string
  readonly sizeBytes: number
  readonly modifiedMs?: number
  /** `length` may be infinite. */
  bytes(offset: number, length: number, waits: Waits): AsyncGenerator<Uint8Array>
}

/** Queries the current state. A file with the mark `wanted` may be reused from an earlier call. */
export type Maker = (wanted: string | undefined, waits: Waits) => Promise<MadeFile>

export const virtualCapabilities: Capabilities = {
  ...plainCapabilities,
  canWrite: false,
  keepsEmptyFolders: true,
  modifiedTime: { canSet: false, precisionMs: 1 },
  caseSensitive: true,
  distinguishesUnicodeForms: true,
  limits: {},
}

export function createVirtualBackend(name: string, make: Maker): Backend {
  async function entryOf(waits: Waits): Promise<Entry> {
    const { sizeBytes, modifiedMs } = await make(undefined, waits)
    return { name, kind: 'file', sizeBytes, ...(modifiedMs !== undefined && { modifiedMs }) }
  }
  async function read(path: string, options: ReadOptions) {
    const { offset = 0, length = Number.POSITIVE_INFINITY, ifUnchanged, onOpened } = options
    if (path === '') throw virtualFailure('not-a-file', said('store.not-a-file', { what: path }), 'read')
    if (path !== name) throw notThere(path)
    const leaving = new AbortController()
    const signal = AbortSignal.any([options.signal, leaving.signal])
    const file = await make(ifUnchanged, { signal })
    if (ifUnchanged !== undefined && file.mark !== ifUnchanged) {
      throw virtualFailure('changed', said('virtual.changed'), 'read')
    }
    const { mark, sizeBytes, modifiedMs } = file
    onOpened?.(mark, { sizeBytes, ...(modifiedMs !== undefined && { modifiedMs }) })
    const chunks = file.bytes(offset, length, { signal })
    return pullStream({
      async read() {
        const next = await chunks.next()
        return next.done ? undefined : next.value
      },
      async cancel(reason) {
        leaving.abort(reason ?? new DOMException('The reader left.', 'AbortError'))
        await chunks.return(undefined).catch(() => {})
      },
    })
  }

  return {
    capabilities: virtualCapabilities,
    async *list(path, waits) {
      if (path === name) throw virtualFailure('not-a-folder', said('store.not-a-folder', { what: path }), 'list')
      if (path !== '') throw notThere(path)
      yield packEntries([await entryOf(waits)])
    },
    async stat(path, waits) {
      if (path === '') return { name: '', kind: 'folder' }
      if (path !== name) throw notThere(path)
      return entryOf(waits)
    },
    read,
    write: async () => refused('write'),
    makeFolder: async () => refused('makeFolder'),
    remove: async () => refused('remove'),
    async close() {}, // The mounts below stay open.
  }
}

function virtualFailure(kind: FailureKind, why: Said, what: string): StorageError {
  return new StorageError({ kind, ...why, operation: `virtual.${what}` })
}

function notThere(path: string): StorageError {
  return virtualFailure('not-found', said('store.not-found', { what: path }), 'read')
}

/** The layers above refuse this call before. */
function refused(what: string): never {
  throw virtualFailure('read-only', said('virtual.read-only'), what)
}
