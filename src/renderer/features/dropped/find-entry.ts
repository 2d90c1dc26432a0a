/**
 * Finds dropped entries through the browser's interface. Only the top-level entries are kept; everything below is
 * looked up on request.
 */

/**
 * The top-level entries by path. If two have the same name, the path of the second has an extra folder name in front.
 */
export type Roots = ReadonlyMap<string, FileSystemEntry>

/** Returns the entries of a drop. Call it inside the event handler: the browser clears the items afterwards. */
export function entriesOf(items: Iterable<DataTransferItem>): readonly FileSystemEntry[] {
  return [...items].flatMap((item) => (item.kind === 'file' ? (item.webkitGetAsEntry() ?? []) : []))
}

export function rootsOf(entries: readonly FileSystemEntry[]): Roots {
  const names = new Set(entries.map(({ name }) => name))
  const roots = new Map<string, FileSystemEntry>()
  for (const entry of entries) {
    let above = ''
    for (let number = 2; roots.has(above + entry.name); number += 1) {
      const folder = `${entry.name} ${number}`
      if (!names.has(folder)) above = `${folder}/`
    }
    roots.set(above + entry.name, entry)
  }
  return roots
}

/** Finds the entry at a path. Throws the browser's own error if it does not exist. */
export async function findEntry(roots: Roots, path: string): Promise<FileSystemEntry> {
  const names = path.split('/')
  for (const depth of [1, 2]) {
    const root = roots.get(names.slice(0, depth).join('/'))
    if (root) return below(root, names.slice(depth))
  }
  throw notFound(path)
}

async function below(root: FileSystemEntry, names: readonly string[]): Promise<FileSystemEntry> {
  if (names.length === 0) return root
  if (!root.isDirectory) throw notFound(names.join('/'))
  const folder = root as FileSystemDirectoryEntry
  const path = names.join('/')
  return fileIn(folder, path).catch(() => folderIn(folder, path).catch(() => searched(folder, names)))
}

function fileIn(folder: FileSystemDirectoryEntry, path: string): Promise<FileSystemEntry> {
  return new Promise((resolve, reject) => folder.getFile(path, {}, resolve, reject))
}

function folderIn(folder: FileSystemDirectoryEntry, path: string): Promise<FileSystemEntry> {
  return new Promise((resolve, reject) => folder.getDirectory(path, {}, resolve, reject))
}

/**
 * Browsers list names that contain a backslash, but cannot look them up. Such names are found by listing the folder.
 */
async function searched(folder: FileSystemDirectoryEntry, [name = '', ...rest]: readonly string[]) {
  for await (const entries of childrenOf(folder)) {
    const found = entries.find((entry) => entry.name === name)
    if (found) return below(found, rest)
  }
  throw notFound(name)
}

/** Yields the children in batches, in the way the browser delivers them. */
export async function* childrenOf(folder: FileSystemDirectoryEntry): AsyncGenerator<readonly FileSystemEntry[]> {
  const reader = folder.createReader()
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (batch.length === 0) return
    yield batch
  }
}

/** Returns the current state of the file. */
export function fileOf(entry: FileSystemEntry): Promise<File> {
  if (!entry.isFile) throw new DOMException('This is a folder.', 'TypeMismatchError')
  return new Promise((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
}

function notFound(path: string): DOMException {
  return new DOMException(`Nothing is at ${path}.`, 'NotFoundError')
}
