import { opensAsFolder, type Entry } from '../contract/entry.ts'
import { unpackEntries } from '../contract/entry-page.ts'
import type { Capabilities } from '../contract/capabilities.ts'
import type { Link, LinkMethod, Properties, PropertyChanges, Version } from '../contract/facets.ts'
import { StorageError } from '../contract/failure.ts'
import { baseName, formatLocation, joinPaths, type Location, parentPath } from '../contract/location.ts'
import type { SumKind } from '../lib/sums/sum-names.ts'
import { toBase64, toDataUri } from '../lib/text/base64.ts'
import type { Backend } from '../core/backends/backend.ts'
import { contentTypeOf } from '../core/backends/content-type.ts'
import { eraseTree } from '../core/operations/erase.ts'
import { makeFolders, type OpenedLocation, statIfAny } from '../core/operations/opened-location.ts'
import { sumsOf } from '../core/sums/sum-bytes.ts'
import type { Mounts } from '../core/mounts/mounts.ts'
import { type Content, decodeText, joinBytes, streamOfContent, textOfStream } from './content.ts'
import type { Copying, CopyOptions, CopyResult, CopyWish } from './copying.ts'

/** The dependencies of every node. */
export interface NodeDeps {
  readonly mounts: Pick<Mounts, 'open'>
  readonly copy: Copying
}

/** An operation that can be stopped. Its promise then rejects with the signal's reason. */
export interface Stoppable {
  readonly signal?: AbortSignal
}

export interface ReadRange extends Stoppable {
  /** The offset of the first byte. */
  readonly offset?: number
  /** The largest number of bytes. By default, everything to the end is read. */
  readonly length?: number
  /** The id of an older version. */
  readonly version?: string
}

export interface WriteContent extends Stoppable {
  /** What to do if the name is taken: `replace` (the default) or `fail`. */
  readonly ifExists?: 'replace' | 'fail'
  readonly properties?: PropertyChanges
  readonly modifiedMs?: number
  /** The encoding of text. The default is UTF-8. */
  readonly encoding?: BufferEncoding
}

export interface ListWish extends Stoppable {
  /** Includes everything below the folder. */
  readonly recursive?: boolean
}

export interface LinkWish extends Stoppable {
  readonly method?: LinkMethod
  /** The requested lifetime. The default is one hour. */
  readonly lastsMs?: number
  readonly downloadAs?: string
}

/** A node from a listing, with its entry. */
export type ListedNode = StorageNode & { readonly entry: Entry }

const hourMs = 3_600_000

/**
 * One file or folder, whether or not it exists. All methods throw `StorageError`, and its `failure.kind` tells the
 * reason.
 */
export class StorageNode {
  readonly #deps: NodeDeps
  readonly #location: Location
  /** The entry, if the node comes from a listing. */
  readonly entry: Entry | undefined

  /** @internal */
  constructor(deps: NodeDeps, location: Location, entry?: Entry) {
    this.#deps = deps
    this.#location = location
    this.entry = entry
  }

  get mount(): string {
    return this.#location.mount
  }
  /** The path below the mount, without a slash at either end. */
  get path(): string {
    return this.#location.path
  }
  get name(): string {
    return baseName(this.path)
  }
  /** The location as text: `reports:2026/q3.pdf`. */
  get location(): string {
    return formatLocation(this.#location)
  }
  /** The parent folder. The root is its own parent. */
  get parent(): StorageNode {
    return this.#at(parentPath(this.path))
  }
  /** Returns a node below this one. Throws `bad-name` for a path that leads out of it. */
  child(path: string): StorageNode {
    const names = path.split('/').filter((name) => name !== '' && name !== '.')
    if (names.includes('..')) {
      throw new StorageError({ kind: 'bad-name', message: `“${path}” leads out of its folder.`, operation: 'child' })
    }
    return this.#at(joinPaths(this.path, names.join('/')))
  }

  /** Returns what the mount can do. */
  async capabilities(options: Stoppable = {}): Promise<Capabilities> {
    return (await this.#open(options)).capabilities
  }
  async exists(options: Stoppable = {}): Promise<boolean> {
    return (await statIfAny(await this.#opened(options), waits(options))) !== undefined
  }
  async stat(options: Stoppable = {}): Promise<Entry> {
    return (await this.#open(options)).stat(this.path, waits(options))
  }

  /** Returns the bytes as a stream, which are fetched while it is read. */
  async stream({ version, ...range }: ReadRange = {}): Promise<ReadableStream<Uint8Array>> {
    const backend = await this.#open(range)
    const options = { ...range, ...waits(range) }
    if (version === undefined) return backend.read(this.path, options)
    return facet(backend, 'versions', this.location).read(this.path, version, options)
  }
  async bytes(range: ReadRange = {}): Promise<Uint8Array> {
    return joinBytes(await this.stream(range))
  }
  /** Returns the text of a file. The default encoding is that of the byte-order mark, else UTF-8. */
  async text({ encoding, ...range }: ReadRange & { readonly encoding?: string } = {}): Promise<string> {
    return decodeText(await this.bytes(range), encoding)
  }
  async base64(range: ReadRange = {}): Promise<string> {
    return textOfStream(toBase64(await this.stream(range)))
  }
  /** Returns the whole file as a `data:` URL. */
  async dataUri(range: ReadRange = {}): Promise<string> {
    const { contentType = 'application/octet-stream' } = contentTypeOf(this.name)
    return textOfStream(toDataUri(await this.stream(range), contentType))
  }

  /**
   * Stores the content in one step, and creates missing parent folders. Readers see either the old file or the complete
   * new one.
   */
  async write(content: Content, options: WriteContent = {}): Promise<Entry> {
    const { ifExists = 'replace', properties, modifiedMs, encoding } = options
    const opened = await this.#opened(options)
    await makeFolders({ ...opened, path: parentPath(this.path) }, waits(options))
    return opened.backend.write(this.path, streamOfContent(content, encoding), {
      ...waits(options),
      ifExists,
      ...(properties && { properties }),
      ...(modifiedMs !== undefined && { modifiedMs }),
    })
  }
  /** Creates the folder and its missing parent folders. Does nothing if it exists. */
  async makeFolder(options: Stoppable = {}): Promise<void> {
    await makeFolders(await this.#opened(options), waits(options))
  }

  /** Yields the entries of a folder as they arrive. */
  async *list({ recursive = false, ...options }: ListWish = {}): AsyncGenerator<ListedNode> {
    const backend = await this.#open(options)
    const folders: StorageNode[] = []
    for await (const page of backend.list(this.path, waits(options))) {
      for (const entry of unpackEntries(page)) {
        const node = this.#at(joinPaths(this.path, entry.name), entry) as ListedNode
        yield node
        if (recursive && entry.kind === 'folder') folders.push(node)
      }
    }
    for (const folder of folders) yield* folder.list({ recursive, ...options })
  }

  /**
   * Copies the entry so that the target is the copy. A folder is merged with an existing folder, and a file is placed
   * into an existing folder. The stored data is verified.
   */
  async copyTo(target: StorageNode, options: CopyOptions = {}): Promise<CopyResult> {
    return this.#deps.copy(await this.#wish('copy', target, options), options)
  }
  /** Like `copyTo`. A source file is deleted only after its copy is verified. */
  async moveTo(target: StorageNode, options: CopyOptions = {}): Promise<CopyResult> {
    return this.#deps.copy(await this.#wish('move', target, options), options)
  }
  /**
   * Permanently deletes a file, or a folder with everything it holds. With `to: 'trash'` it moves the entry to the
   * trash, if there is one.
   */
  async delete({ to = 'nowhere', ...options }: Stoppable & { readonly to?: 'trash' | 'nowhere' } = {}): Promise<void> {
    const backend = await this.#open(options)
    if (to === 'trash') await facet(backend, 'trash', this.location).moveToTrash(this.path, waits(options))
    else await eraseTree(backend, this.mount, this.path, waits(options))
  }

  /** Returns the states that the file had, newest first, including deletions. */
  async versions(options: Stoppable = {}): Promise<readonly Version[]> {
    const versions = facet(await this.#open(options), 'versions', this.location)
    const all: Version[] = []
    for await (const page of versions.list(this.path, waits(options))) all.push(...page)
    return all
  }
  /** Makes an older version the current one again, as a new version. */
  async restore(version: string, options: Stoppable = {}): Promise<Entry> {
    return facet(await this.#open(options), 'versions', this.location).restore(this.path, version, waits(options))
  }
  /** Creates a link that works for a limited time. The result contains its expiry. */
  async link({ method = 'get', lastsMs = hourMs, downloadAs, ...options }: LinkWish = {}): Promise<Link> {
    const links = facet(await this.#open(options), 'links', this.location)
    return links.make(this.path, {
      ...waits(options),
      method,
      lastsMs,
      ...(downloadAs !== undefined && { downloadAs }),
    })
  }
  async url(wish: LinkWish = {}): Promise<string> {
    return (await this.link(wish)).url
  }

  /** Returns the content type, metadata, tags and so on. */
  async properties(options: Stoppable = {}): Promise<Properties> {
    return facet(await this.#open(options), 'properties', this.location).read(this.path, waits(options))
  }
  async changeProperties(changes: PropertyChanges, options: Stoppable = {}): Promise<Properties> {
    return facet(await this.#open(options), 'properties', this.location).change(this.path, changes, waits(options))
  }
  async metadata(options: Stoppable = {}): Promise<Readonly<Record<string, string>>> {
    return (await this.properties(options)).metadata ?? {}
  }
  /** Returns a checksum in hex: the store's own if it has one, otherwise the file is read. */
  async hash(kind: SumKind = 'sha256', options: Stoppable = {}): Promise<string> {
    const wish = { kinds: [kind], usesStore: true, onBytes: () => {}, ...waits(options) }
    const { sums } = await sumsOf(await this.#opened(options), wish)
    return sums[kind] ?? ''
  }

  toString(): string {
    return this.location
  }

  #at(path: string, entry?: Entry): StorageNode {
    return new StorageNode(this.#deps, { mount: this.mount, path }, entry)
  }
  async #open(options: Stoppable): Promise<Backend> {
    return (await this.#deps.mounts.open(this.mount, waits(options))).backend
  }
  async #opened(options: Stoppable): Promise<OpenedLocation> {
    return { ...this.#location, backend: await this.#open(options) }
  }
  async #wish(verb: CopyWish['verb'], target: StorageNode, options: Stoppable): Promise<CopyWish> {
    const from = this.#location
    const exact = { verb, from, into: target.parent.#location, as: target.name }
    const there = target.path === '' ? undefined : await statIfAny(await target.#opened(options), waits(options))
    if (target.path !== '' && !(there && opensAsFolder(there))) return exact
    const isFolder = from.path === '' || opensAsFolder(await this.stat(options))
    if (!isFolder) return { verb, from, into: target.#location }
    return target.path === '' ? { verb, from, into: target.#location, contents: true } : exact
  }
}

function waits({ signal = new AbortController().signal }: Stoppable): { readonly signal: AbortSignal } {
  return { signal }
}

function facet<F extends 'versions' | 'trash' | 'links' | 'properties'>(
  backend: Backend,
  name: F,
  location: string,
): NonNullable<Backend[F]> {
  const found = backend[name]
  if (found) return found
  const why = backend.capabilities.withheld[name]
  const message = why ?? `This mount has no ${name}.`
  throw new StorageError({ kind: 'unsupported', message, operation: name, location })
}
