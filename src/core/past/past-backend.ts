/** A read-only backend for a mount as it was at a moment, so everything that reads backends also reads the past. */
import { said } from '../../contract/sentences/said.ts'
import type { Capabilities } from '../../contract/capabilities.ts'
import { pastCapabilities } from '../../contract/derived-capabilities.ts'
import { type EntryPage, unpackEntries } from '../../contract/entry-page.ts'
import { StorageError } from '../../contract/failure.ts'
import { childPath } from '../../contract/location.ts'
import type { Backend, ListOptions, Waits } from '../backends/backend.ts'

/** The number of listed files whose versions are cached, so that reading them needs no further request. */
const mostRemembered = 20_000

/** Throws `unsupported` for a mount without history. */
export function createPastBackend(
  present: Backend,
  { name, atMs }: { readonly name: string; readonly atMs: number },
): Backend {
  const { moments, versions } = present
  if (!moments || !versions) throw withoutPast(present.capabilities, name)
  /** The version of a file at a past moment never changes. */
  const remembered = new Map<string, string>()

  function remember(path: string, version: string | undefined) {
    if (!version) return
    remembered.delete(path)
    remembered.set(path, version)
    const [oldest] = remembered.size > mostRemembered ? remembered.keys() : []
    if (oldest !== undefined) remembered.delete(oldest)
  }
  async function* list(path: string, options: ListOptions): AsyncGenerator<EntryPage> {
    for await (const page of moments?.list(path, { ...options, atMs }) ?? []) {
      for (const entry of unpackEntries(page)) remember(childPath(path, entry.name), entry.version)
      yield page
    }
  }
  async function versionOf(path: string, waits: Waits): Promise<string> {
    const known = remembered.get(path)
    if (known !== undefined) return known
    const { kind, version } = (await moments?.stat(path, { ...waits, atMs })) ?? {}
    if (!version) throw kind === 'folder' ? isFolder(path) : withoutBytes(path)
    remember(path, version)
    return version
  }

  return {
    capabilities: pastCapabilities(present.capabilities),
    list,
    stat: (path, waits) => moments.stat(path, { ...waits, atMs }),
    read: async (path, options) => versions.read(path, await versionOf(path, options), options),
    write: async () => refused('write'),
    makeFolder: async () => refused('makeFolder'),
    remove: async () => refused('remove'),
    async close() {}, // The mount itself stays open.
  }
}

function withoutPast({ withheld, keepsVersions }: Capabilities, name: string): StorageError {
  const told = withheld.moments ?? withheld.versions
  const code = keepsVersions === false ? 'without.moments' : 'past.unsupported'
  const why = told === undefined ? said(code, { mount: name }) : { message: told }
  return new StorageError({ kind: 'unsupported', ...why, operation: 'past.open' })
}

function isFolder(path: string): StorageError {
  return new StorageError({ kind: 'not-a-file', ...said('past.folder', { what: path }), operation: 'past.read' })
}

function withoutBytes(path: string): StorageError {
  return new StorageError({ kind: 'unsupported', ...said('past.deleted', { what: path }), operation: 'past.read' })
}

/** The layers above refuse this call before. */
function refused(what: string): never {
  throw new StorageError({ kind: 'read-only', ...said('past.read-only'), operation: `past.${what}` })
}
