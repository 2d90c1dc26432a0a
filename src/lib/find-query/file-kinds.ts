import { type FileKind, type FileType, knownEnding } from '../file-kinds.ts'

/**
 * The kinds of files that users search for, and the kinds and types that belong to each. A file may belong to several.
 */
const parts = {
  image: ['image'],
  audio: ['audio'],
  video: ['video'],
  document: ['pdf', 'document', 'spreadsheet'],
  text: ['text', 'csv', 'tsv'],
  code: ['code'],
  archive: ['archive'],
  data: ['csv', 'tsv', 'json', 'parquet', 'avro', 'orc', 'database', 'xml'],
} as const satisfies Readonly<Record<string, readonly (FileKind | FileType)[]>>
const ofTypes = ['file', 'folder', 'link'] as const

export type SoughtKind = keyof typeof parts | (typeof ofTypes)[number]
export const soughtKinds = [...ofTypes, ...Object.keys(parts)] as readonly SoughtKind[]

export function isSoughtKind(word: string): word is SoughtKind {
  return (soughtKinds as readonly string[]).includes(word)
}

/** Tells whether an entry is of this kind. `ending` is in lower case, without its dot. */
export function isOfKind(kind: SoughtKind, entryKind: string, ending: string): boolean {
  if (kind === 'file' || kind === 'folder' || kind === 'link') return entryKind === kind
  const found = entryKind === 'file' ? knownEnding(ending) : undefined
  const wanted: readonly string[] = parts[kind]
  return found !== undefined && (wanted.includes(found.kind) || wanted.includes(found.type))
}
