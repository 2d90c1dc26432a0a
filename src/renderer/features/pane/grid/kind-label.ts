import type { EntryKind } from '../../../../contract/entry.ts'
import { text } from '../../../strings/text.ts'

const endings: Readonly<Record<string, string>> = {
  md: 'Markdown', txt: 'Text', log: 'Log', pdf: 'PDF', csv: 'CSV', json: 'JSON', yaml: 'YAML', yml: 'YAML', xml: 'XML',
  html: 'HTML', css: 'CSS', js: 'JavaScript', mjs: 'JavaScript', ts: 'TypeScript', tsx: 'TypeScript', py: 'Python',
  rs: 'Rust', go: 'Go', java: 'Java', c: 'C', h: 'C', cpp: 'C++', sh: 'Script',
  jpg: 'Image', jpeg: 'Image', png: 'Image', gif: 'Image', tif: 'Image', tiff: 'Image', webp: 'Image', svg: 'Image',
  heic: 'Image', mp3: 'Audio', flac: 'Audio', wav: 'Audio', ogg: 'Audio', m4a: 'Audio', mp4: 'Video', mkv: 'Video',
  mov: 'Video', webm: 'Video', avi: 'Video', zip: 'Archive', gz: 'Archive', tgz: 'Archive', xz: 'Archive',
  zst: 'Archive', tar: 'Archive', '7z': 'Archive', rar: 'Archive', doc: 'Document', docx: 'Document', odt: 'Document',
  xls: 'Spreadsheet', xlsx: 'Spreadsheet', ods: 'Spreadsheet', ppt: 'Slides', pptx: 'Slides', parquet: 'Parquet',
  sqlite: 'Database', db: 'Database', iso: 'Disk image', img: 'Disk image', exe: 'Program',
} // prettier-ignore

/** What a row is, in a word: from its kind, or the ending of its name. */
export function kindLabel(name: string, kind: EntryKind): string {
  if (kind !== 'file') return text(`kind.${kind}`)
  const dot = name.lastIndexOf('.')
  const ending = dot > 0 ? name.slice(dot + 1).toLowerCase() : ''
  const known = Object.hasOwn(endings, ending) ? endings[ending] : undefined
  if (known !== undefined) return known
  return ending === '' || ending.length > 5 ? text('kind.file') : ending.toUpperCase()
}
