/** A file or folder that was dropped, or is in a folder that was; a folder comes before what is in it. */
export type Dropped =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'file'; readonly path: string; readonly file: File }
  | { readonly kind: 'unreadable'; readonly path: string; readonly message: string }

/** What a browser calls a file or folder that was dropped; to be taken from the drop before the event is over. */
export function entriesOf(items: Iterable<DataTransferItem>): readonly FileSystemEntry[] {
  return [...items].flatMap((item) => (item.kind === 'file' ? (item.webkitGetAsEntry() ?? []) : []))
}

/** Everything in what was dropped. */
export async function* walkDropped(entries: readonly FileSystemEntry[], above = ''): AsyncIterable<Dropped> {
  for (const entry of entries) {
    const path = above === '' ? entry.name : `${above}/${entry.name}`
    try {
      if (entry.isDirectory) {
        yield { kind: 'folder', path }
        yield* walkDropped(await childrenOf(entry as FileSystemDirectoryEntry), path)
      } else {
        yield { kind: 'file', path, file: await fileOf(entry as FileSystemFileEntry) }
      }
    } catch (error) {
      yield { kind: 'unreadable', path, message: error instanceof Error ? error.message : String(error) }
    }
  }
}

/** A browser gives the entries of a folder in batches, and an empty one at the end. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (batch.length === 0) return all
    all.push(...batch)
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject))
}
