/** Folders from a list of files: a text with one path or URL in each line, with or without checksums, or JSON. */
import type { Entry, Sums } from '../../../../contract/entry.ts'
import { type EntryPage, packEntries } from '../../../../contract/entry-page.ts'
import { pathSegments } from '../../../../contract/location.ts'
import type { ListOptions } from '../../backend.ts'
import { escapeName } from '../../byte-names.ts'
import type { Attempt } from '../../object-store/failures/failures.ts'
import { isMissing } from '../../object-store/failures/refusal.ts'
import { WebRefusal } from '../../web/refusal.ts'
import { below } from '../connect/address.ts'
import { httpFailingAs, nothingAt, notAFolder } from '../failures.ts'
import { jsonEntries, type SaidEntry } from './json-entries.ts'
import type { Site } from './look-up.ts'

interface FileNode {
  readonly sizeBytes?: number
  readonly modifiedMs?: number
  readonly sums?: Sums
}
type FolderNode = Map<string, FileNode | FolderNode>

const pageRows = 1000
const mostBytes = 64 * 1024 * 1024

export interface FileList {
  list(path: string, options: ListOptions): AsyncGenerator<EntryPage>
  /** Throws `not-found`. */
  find(path: string, attempt: Attempt, signal: AbortSignal): Promise<'folder' | FileNode>
}

/**
 * Reads the list at `address`, relative to the mount's folder. It is read again if it is older than `freshMs`, and
 * parsed again if it has changed.
 */
export function createFileList({ requests, root }: Site, address: string, freshMs = 10_000): FileList {
  const url = new URL(address, root).href
  let tree: FolderNode | undefined
  let state: string | undefined
  let checkedAt = Number.NEGATIVE_INFINITY

  async function fresh(attempt: Attempt, signal: AbortSignal): Promise<FolderNode> {
    if (tree && Date.now() - checkedAt < freshMs) return tree
    const headers = { ...(tree && state !== undefined && { 'if-none-match': state }) }
    return httpFailingAs(attempt, async () => {
      const answer = await requests
        .text({ url, headers, signal, expects: [304] }, mostBytes)
        .catch((error: unknown) => {
          throw isMissing(error) ? WebRefusal.of('NoList', 'no list') : error
        })
      checkedAt = Date.now()
      if (answer.status === 304 && tree) return tree
      state = answer.headers['etag']
      return (tree = treeOf(entriesIn(answer.text), root, url))
    })
  }
  async function nodeAt(path: string, attempt: Attempt, signal: AbortSignal): Promise<FolderNode | FileNode> {
    let node: FolderNode | FileNode | undefined = await fresh(attempt, signal)
    for (const name of pathSegments(path)) node = node instanceof Map ? node.get(name) : undefined
    if (!node) throw nothingAt(attempt)
    return node
  }

  return {
    async *list(path, { signal, withSums }) {
      signal.throwIfAborted()
      const attempt: Attempt = { operation: 'http.list', path }
      const node = await nodeAt(path, attempt, signal)
      if (!(node instanceof Map)) throw notAFolder(attempt)
      const names = [...node]
      for (let at = 0; at < names.length; at += pageRows) {
        signal.throwIfAborted()
        yield packEntries(names.slice(at, at + pageRows).map(([name, child]) => rowOf(name, child, withSums)))
      }
    },
    async find(path, attempt, signal) {
      const node = await nodeAt(path, attempt, signal)
      return node instanceof Map ? 'folder' : node
    },
  }
}

function rowOf(name: string, node: FolderNode | FileNode, withSums = false): Entry {
  if (node instanceof Map) return { name, kind: 'folder' }
  const { sums, ...facts } = node
  return { name, kind: 'file', ...facts, ...(withSums && sums && { sums }) }
}

function entriesIn(text: string): readonly SaidEntry[] {
  return jsonEntries(text) ?? text.split(/\r?\n/).flatMap((line) => lineEntry(line) ?? [])
}

const sumNames: Readonly<Record<number, string>> = { 32: 'md5', 40: 'sha1', 64: 'sha256' }

/** Lines of `sha256sum` and similar programs have the checksum before the path. */
function lineEntry(line: string): SaidEntry | undefined {
  const [, sum, path] = /^([0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}) [ *](.+)$/i.exec(line) ?? []
  const said = path ?? line
  if (said.trim() === '' || said.startsWith('#')) return undefined
  return {
    said,
    isFolder: said.endsWith('/'),
    ...(sum !== undefined && { sums: { [sumNames[sum.length] ?? 'md5']: sum.toLowerCase() } }),
  }
}

function treeOf(entries: readonly SaidEntry[], root: string, listUrl: string): FolderNode {
  const tree: FolderNode = new Map()
  for (const entry of entries) {
    const names = namesOf(entry.said, root, listUrl)
    if (!names) continue
    const { said: _, isFolder, ...facts } = entry
    let folder: FolderNode | undefined = tree
    for (const name of isFolder ? names : names.slice(0, -1)) {
      const next: FolderNode | FileNode | undefined = folder?.get(name) ?? new Map()
      folder?.set(name, next)
      folder = next instanceof Map ? next : undefined
    }
    const last = names.at(-1)
    if (!isFolder && last !== undefined && folder && !folder.has(last)) folder.set(last, facts)
  }
  return tree
}

/** A URL contains bytes as `%XX`; a path is written as it is, relative to the mount's folder. */
function namesOf(said: string, root: string, listUrl: string): readonly string[] | undefined {
  if (/^https?:\/\//i.test(said)) return below(said, root, listUrl)?.names
  const names = said
    .replace(/^(?:\.\/|\/)+/, '')
    .split('/')
    .filter((name) => name !== '')
  const isOutside = names.some((name) => name === '.' || name === '..' || name.includes('\0'))
  return isOutside || names.length === 0 ? undefined : names.map((name) => escapeName(Buffer.from(name)))
}
