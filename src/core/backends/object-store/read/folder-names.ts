import { folderName } from '../object-names.ts'

/**
 * Names of folders in the pages of a listing: one that shares its name with a file has to be told apart, and the file comes first,
 * maybe pages earlier. Only files whose folder may still come are remembered: they begin the last key so far.
 */
export interface FolderNames {
  /** What keys of files have behind the prefix of the folder, in order. */
  addFiles(texts: readonly string[]): void
  of(text: string): string
  endPage(lastFolder: string | undefined): void
}

export function createFolderNames(): FolderNames {
  let files = new Set<string>()
  let lastFile: string | undefined
  return {
    addFiles(texts) {
      for (const text of texts) files.add(text)
      lastFile = texts.at(-1) ?? lastFile
    },
    of: (text) => folderName(text, { isFileToo: files.has(text) }),
    endPage(lastFolder) {
      const ends = [lastFile, lastFolder].filter((text) => text !== undefined)
      files = new Set([...files].filter((text) => ends.some((end) => end.startsWith(text))))
    },
  }
}
