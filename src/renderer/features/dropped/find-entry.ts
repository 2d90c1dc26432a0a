/** What was dropped, as the browser knows it: only the top is held, everything below is looked up when it is asked for. */

/** By the path that each is found under; one of two of the same name has another name before it. */
export type Roots = ReadonlyMap<string, FileSystemEntry>

/** To be taken from a drop before its event is over. */
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

/** Throws what the browser says when nothing is there. */
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

/** Some names a browser lists, but does not find again: those with a backslash. */
async function searched(folder: FileSystemDirectoryEntry, [name = '', ...rest]: readonly string[]) {
  for await (const entries of childrenOf(folder)) {
    const found = entries.find((entry) => entry.name === name)
    if (found) return below(found, rest)
  }
  throw notFound(name)
}

/** In batches, as a browser gives them. */
export async function* childrenOf(folder: FileSystemDirectoryEntry): AsyncGenerator<readonly FileSystemEntry[]> {
  const reader = folder.createReader()
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (batch.length === 0) return
    yield batch
  }
}

/** The file as it is now. */
export function fileOf(entry: FileSystemEntry): Promise<File> {
  if (!entry.isFile) throw new DOMException('This is a folder.', 'TypeMismatchError')
  return new Promise((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
}

function notFound(path: string): DOMException {
  return new DOMException(`Nothing is at ${path}.`, 'NotFoundError')
}
