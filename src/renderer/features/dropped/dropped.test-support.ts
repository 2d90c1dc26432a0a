/** Simulates the browser's interface to dropped files, with files in memory. */

/**
 * The files by path. The name of a folder ends with a slash, and a folder has no content. A test may change the tree
 * while it is in use.
 */
export type DroppedTree = Map<string, { readonly bytes: Uint8Array<ArrayBuffer>; readonly modifiedMs: number }>

export function treeWith(contents: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>): DroppedTree {
  return new Map(
    Object.entries(contents).map(([path, content]) => {
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
      return [path, { bytes, modifiedMs: 1_600_000_000_123 }]
    }),
  )
}

const batch = 100

export interface BrowserOptions {
  /** Throws the error that a browser throws when it reads such a file. */
  readonly beforeRead?: (path: string, start: number) => void
}

/** The top-level entries. */
export function droppedFrom(tree: DroppedTree, options: BrowserOptions = {}): readonly FileSystemEntry[] {
  return namesIn(tree, '').map((name) => entryAt(tree, name, options))
}

function namesIn(tree: DroppedTree, folder: string): readonly string[] {
  const above = folder === '' ? '' : `${folder}/`
  const below = [...tree.keys()].filter((path) => path.startsWith(above)).map((path) => path.slice(above.length))
  return [...new Set(below.map((path) => path.split('/')[0] ?? ''))].filter((name) => name !== '')
}

function entryAt(tree: DroppedTree, path: string, options: BrowserOptions): FileSystemEntry {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const isFile = tree.has(path)
  const entry = isFile ? fileEntry(tree, path, options) : folderEntry(tree, path, options)
  return { name, fullPath: `/${path}`, isFile, isDirectory: !isFile, ...entry } as unknown as FileSystemEntry
}

function fileEntry(tree: DroppedTree, path: string, options: BrowserOptions): Pick<FileSystemFileEntry, 'file'> {
  return {
    file(onFile, onError) {
      queueMicrotask(() => {
        const found = tree.get(path)
        if (found) onFile(fileOf(path, found, options))
        else onError?.(new DOMException('gone', 'NotFoundError'))
      })
    },
  }
}

function fileOf(
  path: string,
  { bytes, modifiedMs }: NonNullable<ReturnType<DroppedTree['get']>>,
  options: BrowserOptions,
) {
  const file = new File([bytes], path.slice(path.lastIndexOf('/') + 1), { lastModified: modifiedMs })
  return watched(file, 0, (start) => options.beforeRead?.(path, start))
}

/** Calls `beforeRead` before the blob, or any slice of it, is read. */
function watched<T extends Blob>(blob: T, from: number, beforeRead: (start: number) => void): T {
  const slice = blob.slice.bind(blob)
  const arrayBuffer = blob.arrayBuffer.bind(blob)
  blob.slice = (start = 0, end = blob.size) => watched(slice(start, end), from + start, beforeRead)
  blob.arrayBuffer = async () => {
    beforeRead(from)
    return arrayBuffer()
  }
  return blob
}

type FolderCalls = Pick<FileSystemDirectoryEntry, 'createReader' | 'getFile' | 'getDirectory'>

function folderEntry(tree: DroppedTree, path: string, options: BrowserOptions): FolderCalls {
  const find = (
    wanted: string,
    isFile: boolean,
    onFound?: (entry: FileSystemEntry) => void,
    onError?: (error: DOMException) => void,
  ) => {
    const at = `${path}/${wanted}`
    const isThere = isFile ? tree.has(at) : [...tree.keys()].some((each) => each.startsWith(`${at}/`))
    // Chromium behaves like this.
    if (isThere && !wanted.includes('\\')) queueMicrotask(() => onFound?.(entryAt(tree, at, options)))
    else queueMicrotask(() => onError?.(new DOMException('missing', 'NotFoundError')))
  }
  return {
    getFile: (wanted, _, onFound, onError) => find(wanted ?? '', true, onFound, onError),
    getDirectory: (wanted, _, onFound, onError) => find(wanted ?? '', false, onFound, onError),
    createReader() {
      const left = namesIn(tree, path).map((name) => entryAt(tree, `${path}/${name}`, options))
      return {
        readEntries: (onEntries) => queueMicrotask(() => onEntries(left.splice(0, batch))),
      }
    },
  }
}
