/**
 * Types and kinds of files by the endings of their names. This one table is used for icons, the *Kind* column, searches
 * by kind and thumbnails. A type is what users call it; a kind groups types that are shown in the same way.
 */
const endings = {
  image: {
    /** Images that a browser can show. */
    picture: 'jpg jpeg jfif png gif webp avif bmp ico',
    drawing: 'svg',
    'raw-picture': 'heic heif tif tiff psd raw cr2 nef dng',
  },
  audio: { audio: 'mp3 flac wav ogg oga opus m4a aac wma aiff' },
  video: { video: 'mp4 mkv mov webm avi m4v mpg mpeg wmv 3gp' },
  pdf: { pdf: 'pdf' },
  document: { document: 'doc docx odt rtf pages epub', slides: 'ppt pptx odp key' },
  table: {
    spreadsheet: 'xls xlsx ods numbers',
    csv: 'csv',
    tsv: 'tsv tab',
    parquet: 'parquet pq',
    avro: 'avro',
    orc: 'orc',
  },
  text: { text: 'txt rst org tex', markdown: 'md markdown mdown mkd', log: 'log' },
  code: {
    json: 'json jsonl ndjson',
    yaml: 'yaml yml',
    xml: 'xml',
    toml: 'toml',
    html: 'html',
    css: 'css scss',
    javascript: 'js mjs cjs jsx',
    typescript: 'ts mts cts tsx',
    python: 'py',
    rust: 'rs',
    go: 'go',
    java: 'java',
    c: 'c h',
    cpp: 'cpp hpp',
    script: 'sh bash zsh',
    'other-code': 'cs rb php swift kt scala sql',
  },
  archive: { archive: 'zip gz tgz bz2 xz zst tar 7z rar jar', 'disk-image': 'iso img' },
  data: { database: 'sqlite db' },
  program: { program: 'exe msi bat com app appimage dmg deb rpm' },
} as const

type Table = typeof endings
export type FileKind = keyof Table
export type FileType = { [Kind in FileKind]: keyof Table[Kind] & string }[FileKind]

interface Known {
  readonly kind: FileKind
  readonly type: FileType
}

const known = new Map<string, Known>()
for (const [kind, types] of Object.entries(endings)) {
  for (const [type, list] of Object.entries(types)) {
    for (const ending of list.split(' ')) known.set(ending, { kind: kind as FileKind, type: type as FileType })
  }
}

/** Returns the type and kind of an ending, in lower case without its dot; undefined for an unknown one. */
export function knownEnding(ending: string): Known | undefined {
  return known.get(ending)
}

export function kindOfName(name: string): FileKind | undefined {
  return known.get(endingOf(name))?.kind
}

export function typeOfName(name: string): FileType | undefined {
  return known.get(endingOf(name))?.type
}

/** Returns `pdf` for `Report.PDF`; empty without an ending. */
export function endingOf(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : ''
}
