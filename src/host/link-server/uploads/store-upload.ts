import { baseName, childPath, parentPath } from '../../../contract/location.ts'
import { StorageError } from '../../../contract/failure.ts'
import type { Backend } from '../../../core/backends/backend.ts'
import { isSafeName } from '../../../core/layers/path-guard.ts'
import type { FoundLink } from '../../../core/links/link-ledger.ts'
import { statIfAny } from '../../../core/operations/opened-location.ts'
import { numberedName } from '../../../core/transfers/decide/free-name.ts'
import { pullStream } from '../../../lib/flow/pull-stream.ts'
import type { LinkServing } from '../link-serving.ts'
import { isHidden, plainAt } from '../linked.ts'
import { linkPages } from '../../../contract/sentences/own/link-pages.ts'

/** Why an upload is refused, as the browser of the sender shows it. */
export class UploadRefused extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export interface Upload {
  readonly backend: Backend
  readonly found: FoundLink
  /** The name that the sender gave. */
  readonly name: string
  readonly bytes: AsyncIterable<Uint8Array>
  readonly expectedBytes?: number
  readonly signal: AbortSignal
}

/**
 * Stores a file with the mount's own write: completely under a free name, or not at all. Returns its name. Throws
 * `UploadRefused`.
 */
export async function storeUpload(upload: Upload, serving: LinkServing): Promise<string> {
  const { backend, found, bytes, expectedBytes, signal } = upload
  const { link } = found
  const { mostBytes } = link
  if (mostBytes !== undefined && (expectedBytes ?? 0) > mostBytes) throw new UploadRefused(413, linkPages.tooLarge)
  const [path = ''] = link.paths
  const folder = link.kind === 'inbox' ? path : parentPath(path)
  const name = link.kind === 'inbox' ? acceptedName(upload.name) : baseName(path)
  // The folder may have become a symbolic link in the meantime.
  const { entry } = await plainAt(backend, folder, [], { signal })
  if (entry.kind !== 'folder') throw new UploadRefused(404, linkPages.missing)
  if (!serving.ledger.use(found.id)) throw new UploadRefused(410, linkPages['used-up'])
  const free = await takeFreeName({ backend, mount: link.mount, folder, name, signal }, serving.taken)
  try {
    const options = { ifExists: 'fail', signal, ...(expectedBytes !== undefined && { expectedBytes }) } as const
    await backend.write(free.path, limited(bytes, mostBytes), options)
    return baseName(free.path)
  } catch (error) {
    throw refusalOf(error)
  } finally {
    free.giveBack()
  }
}

/** Accepts only the last part of a sent path, and no name that programs read automatically. */
function acceptedName(sent: string): string {
  const name = sent.slice(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1)
  const isPlain = isSafeName(name) && !isHidden(name) && !/\p{Cc}/u.test(name) && Buffer.byteLength(name) <= 240
  if (!isPlain) throw new UploadRefused(400, linkPages.badName)
  return name
}

interface Wanted {
  readonly backend: Backend
  readonly mount: string
  readonly folder: string
  readonly name: string
  readonly signal: AbortSignal
}

/** Parallel uploads with one name each get a different name. */
async function takeFreeName({ backend, mount, folder, name, signal }: Wanted, taken: Set<string>) {
  for (let number = 1; ; number += 1) {
    signal.throwIfAborted()
    const path = childPath(folder, number === 1 ? name : numberedName(name, number, 'file'))
    const key = `${mount}:${path}`
    if (taken.has(key)) continue
    taken.add(key) // Reserved before the first wait.
    const isThere = await statIfAny({ backend, mount, path }, { signal }).catch((error: unknown) => {
      taken.delete(key)
      throw error
    })
    if (!isThere) return { path, giveBack: () => void taken.delete(key) }
    taken.delete(key)
  }
}

function limited(bytes: AsyncIterable<Uint8Array>, mostBytes = Number.POSITIVE_INFINITY): ReadableStream<Uint8Array> {
  const chunks = bytes[Symbol.asyncIterator]()
  let count = 0
  return pullStream({
    async read() {
      const { done, value } = await chunks.next()
      if (done === true) return undefined
      count += value.length
      if (count > mostBytes) throw new UploadRefused(413, linkPages.tooLarge)
      return value
    },
    async cancel() {
      await chunks.return?.()
    },
  })
}

function refusalOf(error: unknown): unknown {
  if (!(error instanceof StorageError)) return error
  if (error.failure.kind === 'no-space') return new UploadRefused(507, linkPages.noRoom)
  if (error.failure.kind === 'bad-name') return new UploadRefused(400, linkPages.badName)
  return new UploadRefused(error.failure.kind === 'exists' ? 409 : 500, linkPages.notStored)
}
