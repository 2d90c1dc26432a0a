import type { ContentReader } from './contents.ts'
import { decodeText } from './decode-text.ts'
import { headBytes, kindOf } from './kind-of.ts'

/** What can be compared of a file. */
export type Content =
  /** `isCut`: only the beginning of it. */
  | { readonly kind: 'text'; readonly text: string; readonly isCut: boolean }
  | { readonly kind: 'image'; readonly image: Blob }
  /** Neither text nor an image, or an image too large to be shown. */
  | { readonly kind: 'other' }

export const longestText = 2_000_000
export const longestImage = 64_000_000

/** Reads no more than what is shown. */
export async function loadContent(reader: ContentReader, signal: AbortSignal): Promise<Content> {
  const head = await reader.read(0, headBytes, signal)
  const found = kindOf(reader.name, head, { isCut: head.length === headBytes })
  if (found.kind === 'image') {
    const image = await loadImage(reader, found.type, signal)
    return image ? { kind: 'image', image } : { kind: 'other' }
  }
  if (found.kind !== 'text' && found.kind !== 'markdown' && found.kind !== 'empty') return { kind: 'other' }
  const read = await loadText(reader, longestText, signal)
  return read ? { kind: 'text', ...read } : { kind: 'other' }
}

/** The image; undefined for one that is too large to be shown. */
export async function loadImage(reader: ContentReader, type: string, signal: AbortSignal): Promise<Blob | undefined> {
  if ((reader.state.sizeBytes ?? 0) > longestImage) return undefined
  const bytes = await reader.read(0, longestImage + 1, signal)
  return bytes.length > longestImage ? undefined : new Blob([bytes], { type })
}

/** The beginning of a text; undefined where it turns out to be none. */
export async function loadText(
  reader: ContentReader,
  most: number,
  signal: AbortSignal,
): Promise<{ readonly text: string; readonly isCut: boolean } | undefined> {
  const bytes = await reader.read(0, most + 1, signal)
  const isCut = bytes.length > most
  const text = decodeText(bytes.subarray(0, most), { isCut })
  return text === undefined ? undefined : { text, isCut }
}
