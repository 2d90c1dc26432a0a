/** Presents files that were chosen in the browser's own dialog in the same form as dropped files. */

type Folder = Map<string, Folder | File>

/**
 * Builds the tree of entries. The browser gives a chosen folder as a flat list of files, each with its relative path.
 */
export function entriesOfChosen(files: Iterable<File>): readonly FileSystemEntry[] {
  const top: Folder = new Map()
  for (const file of files) {
    const names = (file.webkitRelativePath || file.name).split('/')
    const name = names.pop() ?? file.name
    let folder = top
    for (const each of names) {
      const there = folder.get(each)
      const inner: Folder = there instanceof Map ? there : new Map()
      folder.set(each, inner)
      folder = inner
    }
    folder.set(name, file)
  }
  return [...top].map(([name, node]) => entryOf(name, node))
}

function entryOf(name: string, node: Folder | File): FileSystemEntry {
  const isFile = !(node instanceof Map)
  const calls = isFile ? { file: (onFile: FileCallback) => onFile(node) } : folderCalls(node)
  // Only the members that reading needs are implemented. Nothing uses the rest of the browser's interface.
  return { name, fullPath: `/${name}`, isFile, isDirectory: !isFile, ...calls } as unknown as FileSystemEntry
}

function folderCalls(folder: Folder): Pick<FileSystemDirectoryEntry, 'createReader' | 'getFile' | 'getDirectory'> {
  function find(isFile: boolean): FileSystemDirectoryEntry['getFile'] {
    return (path, _options, onFound, onError) => {
      const found = nodeAt(folder, (path ?? '').split('/'))
      if (found !== undefined && found instanceof Map !== isFile)
        onFound?.(entryOf((path ?? '').split('/').at(-1) ?? '', found))
      else onError?.(new DOMException(`Nothing is at ${path}.`, 'NotFoundError'))
    }
  }
  return {
    createReader() {
      let rest = [...folder].map(([name, node]) => entryOf(name, node))
      return {
        readEntries(onEntries) {
          const batch = rest
          rest = []
          onEntries(batch)
        },
      }
    },
    getFile: find(true),
    getDirectory: find(false),
  }
}

function nodeAt(folder: Folder, [name = '', ...rest]: readonly string[]): Folder | File | undefined {
  const node = folder.get(name)
  if (rest.length === 0) return node
  return node instanceof Map ? nodeAt(node, rest) : undefined
}
