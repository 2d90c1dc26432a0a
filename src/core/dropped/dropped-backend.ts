/** A read-only backend for files that a browser window offers. The window may close at any time. */
import { said } from '../../contract/sentences/said.ts'
import type { Capabilities } from '../../contract/capabilities.ts'
import { plainCapabilities } from '../../contract/derived-capabilities.ts'
import type { DroppedEntry } from '../../contract/api/dropped-files.ts'
import { smallFileBytes } from '../../contract/choices.ts'
import type { Entry } from '../../contract/entry.ts'
import { type EntryPage, packEntries } from '../../contract/entry-page.ts'
import { StorageError } from '../../contract/failure.ts'
import { baseName } from '../../contract/location.ts'
import type { Backend } from '../backends/backend.ts'
import { readSmallFiles } from './read-small-files.ts'
import type { Offer } from './offer.ts'

const capabilities: Capabilities = {
  ...plainCapabilities,
  canWrite: false,
  keepsEmptyFolders: true,
  modifiedTime: { canSet: false, precisionMs: 1 },
  // The disk of the browser's user.
  caseSensitive: 'unknown',
  distinguishesUnicodeForms: 'unknown',
  limits: {},
  facets: ['bulk'],
}

/** `offer` throws if no window offers the files any more. */
export function createDroppedBackend(offer: () => Offer): Backend {
  return {
    capabilities,
    async *list(path, { signal }): AsyncGenerator<EntryPage> {
      for await (const entries of offer().list(path, { signal })) yield packEntries(entries.map(asEntry))
    },
    async stat(path, { signal }) {
      if (path === '') return { name: '', kind: 'folder' }
      return { ...asEntry(await offer().stat(path, { signal })), name: baseName(path) }
    },
    async read(path, { signal, offset = 0, length, onOpened, ifUnchanged }) {
      const range = { start: offset, ...(length !== undefined && { end: offset + length }) }
      const { sizeBytes, modifiedMs, bytes } = await offer().read(path, range, { signal })
      const mark = `${sizeBytes}:${modifiedMs}`
      if (ifUnchanged !== undefined && ifUnchanged !== mark) {
        await bytes.cancel()
        throw changed(path)
      }
      onOpened?.(mark, { sizeBytes, modifiedMs })
      return bytes
    },
    write: async (path) => refused(path, 'write'),
    makeFolder: async (path) => refused(path, 'makeFolder'),
    remove: async (path) => refused(path, 'remove'),
    bulk: {
      mostBytes: smallFileBytes,
      mostCopyBytes: 0,
      read: (paths, waits) => readSmallFiles(offer(), paths, waits),
      write: () => refused('', 'bulk.write'),
      tidy: async () => {}, // There are no staging files.
    },
    async close() {},
  }
}

function asEntry({ name, kind, ...facts }: DroppedEntry): Entry {
  return kind === 'folder' ? { name, kind } : { name, kind, ...facts }
}

function changed(path: string): StorageError {
  return new StorageError({
    kind: 'changed',
    ...said('dropped.changed', { what: path }),
    operation: 'dropped-files.read',
  })
}

function refused(path: string, what: string): never {
  throw new StorageError({
    kind: 'read-only',
    ...said('dropped.read-only', { what: path }),
    operation: `dropped-files.${what}`,
  })
}
