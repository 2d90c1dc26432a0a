import { folderName } from '../object-names.ts'

/**
 * Names the folders in the pages of a listing. A folder with the same name as a file needs another name, and a folder
 * with a marker appears twice. The file or marker comes first, possibly pages earlier. Only names that are a prefix of
 * the last key so far are remembered, because only their folder may still follow.
 */
export interface FolderNames {
  /** Adds rows in order. `text` is the part of a key after its folder's prefix. */
  add(rows: readonly { readonly text: string; readonly isMark: boolean }[]): void
  of(text: string): string
  isMarked(text: string): boolean
  endPage(lastFolder: string | undefined): void
}

export function createFolderNames(): FolderNames {
  let known = new Map<string, 'file' | 'mark'>()
  let lastRow: string | undefined
  return {
    add(rows) {
      for (const { text, isMark } of rows) known.set(text, isMark ? 'mark' : 'file')
      lastRow = rows.at(-1)?.text ?? lastRow
    },
    of: (text) => folderName(text, { isFileToo: known.get(text) === 'file' }),
    isMarked: (text) => known.get(text) === 'mark',
    endPage(lastFolder) {
      const ends = [lastRow, lastFolder].filter((text) => text !== undefined)
      known = new Map([...known].filter(([text]) => ends.some((end) => end.startsWith(text))))
    },
  }
}
