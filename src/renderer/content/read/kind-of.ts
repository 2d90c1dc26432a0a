import { isArchiveName } from '../../../contract/archive-mount.ts'
import { typeOfName } from '../../../lib/file-kinds.ts'
import { decodeText } from './decode-text.ts'

/** Detects the kind of a file for the viewers. It uses the first bytes; the name decides only between kinds of text. */
export type ContentKind =
  | { readonly kind: 'image'; readonly type: string }
  | { readonly kind: 'audio' | 'video' | 'pdf' | 'markdown' | 'text' | 'archive' | 'binary' | 'empty' }

/** This number of bytes is enough for the detection. */
export const headBytes = 64 * 1024

export function kindOf(name: string, head: Uint8Array, { isCut }: { readonly isCut: boolean }): ContentKind {
  if (head.length === 0) return { kind: 'empty' }
  if (isArchiveName(name) && isArchive(head)) return { kind: 'archive' }
  const magic = kindByMagic(head)
  if (magic) return magic
  if (decodeText(head, { isCut }) === undefined) return { kind: isMp3(head, name) ? 'audio' : 'binary' }
  const type = typeOfName(name)
  if (type === 'drawing') return { kind: 'image', type: 'image/svg+xml' }
  return { kind: type === 'markdown' ? 'markdown' : 'text' }
}

const images: readonly (readonly [type: string, offset: number, mark: string])[] = [
  ['image/png', 0, '\x89PNG\r\n\x1a\n'],
  ['image/jpeg', 0, '\xff\xd8\xff'],
  ['image/gif', 0, 'GIF8'],
  ['image/webp', 8, 'WEBP'],
  ['image/x-icon', 0, '\0\0\x01\0'],
]
const audios = ['ID3', 'fLaC', '#!AMR']

/** Detects zip, gzip and tar. Many documents are zips, too, so the name must also match. */
function isArchive(head: Uint8Array): boolean {
  const begins = (mark: string, offset = 0) => asLatin(head, offset, mark.length) === mark
  return begins('PK\x03\x04') || begins('PK\x05\x06') || begins('\x1f\x8b') || begins('ustar', 257)
}

function kindByMagic(head: Uint8Array): ContentKind | undefined {
  const has = (mark: string, offset = 0) => asLatin(head, offset, mark.length) === mark
  for (const [type, offset, mark] of images) if (has(mark, offset)) return { kind: 'image', type }
  if (has('BM') && head[6] === 0 && head[7] === 0 && head[8] === 0 && head[9] === 0) {
    return { kind: 'image', type: 'image/bmp' }
  }
  if (asLatin(head, 0, 1024).includes('%PDF-')) return { kind: 'pdf' }
  if (has('ftyp', 4)) return kindByBrand(asLatin(head, 8, 4))
  if (has('RIFF')) return has('WAVE', 8) ? { kind: 'audio' } : has('AVI ', 8) ? { kind: 'video' } : undefined
  if (has('\x1a\x45\xdf\xa3')) return { kind: 'video' } // The magic number of Matroska and WebM.
  if (has('OggS')) return { kind: asLatin(head, 0, 512).includes('theora') ? 'video' : 'audio' }
  if (audios.some((mark) => has(mark))) return { kind: 'audio' }
  return undefined
}

/** Returns the kind of a file in the MP4 container format: image, audio or video. */
function kindByBrand(brand: string): ContentKind {
  if (brand === 'avif' || brand === 'avis') return { kind: 'image', type: 'image/avif' }
  if (['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'].includes(brand)) {
    return { kind: 'image', type: 'image/heic' }
  }
  return { kind: brand === 'M4A ' || brand === 'M4B ' ? 'audio' : 'video' }
}

/** Two bytes are not conclusive, so the name must also match. */
function isMp3([first = 0, second = 0]: Uint8Array, name: string): boolean {
  return first === 0xff && (second & 0xe0) === 0xe0 && /\.(mp3|aac)$/i.test(name)
}

function asLatin(bytes: Uint8Array, offset: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + length))
}
