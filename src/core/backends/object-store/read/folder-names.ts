import { folderName } from '../object-names.ts'

/**
 * Names of folders in the pages of a listing: one that shares its name with a file has to be told apart, and one that has a mark of
 * its own comes twice. The file or mark comes first, maybe pages earlier. Only those whose folder may still come are remembered:
 * they begin the last key so far.
 */
export interface FolderNames {
  /** `text`: what a key has behind the prefix of its folder. In order. */
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
