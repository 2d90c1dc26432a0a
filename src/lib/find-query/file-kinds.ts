/** Kinds of files that people look for, and the endings of names that stand for them. */
const endings = {
  image: 'jpg jpeg png gif tif tiff webp svg heic heif avif bmp ico psd raw cr2 nef dng',
  audio: 'mp3 flac wav ogg oga opus m4a aac wma aiff',
  video: 'mp4 mkv mov webm avi m4v mpg mpeg wmv 3gp',
  document: 'pdf doc docx odt rtf xls xlsx ods ppt pptx odp pages numbers key epub',
  text: 'txt md markdown log csv tsv rst tex org',
  code: 'js mjs cjs ts tsx jsx py rs go java c h cpp hpp cs rb php sh swift kt scala sql html css scss json yaml yml xml toml',
  archive: 'zip gz tgz bz2 xz zst tar 7z rar jar iso',
  data: 'csv tsv json jsonl ndjson parquet avro orc sqlite db xml',
} as const
const ofTypes = ['file', 'folder', 'link'] as const

export type SoughtKind = keyof typeof endings | (typeof ofTypes)[number]
export const soughtKinds = [...ofTypes, ...Object.keys(endings)] as readonly SoughtKind[]

const sets = new Map(Object.entries(endings).map(([kind, list]) => [kind, new Set(list.split(' '))]))

export function isSoughtKind(word: string): word is SoughtKind {
  return (soughtKinds as readonly string[]).includes(word)
}

/** Is an entry of this kind? `ending` is in lower case, without its dot. */
export function isOfKind(kind: SoughtKind, entryKind: string, ending: string): boolean {
  const set = sets.get(kind)
  return set ? entryKind === 'file' && set.has(ending) : entryKind === kind
}

/** `pdf` of `Report.PDF`; empty without one. */
export function endingOf(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : ''
}
