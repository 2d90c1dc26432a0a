import type { ContentReader } from './contents.ts'
import { decodeText } from './decode-text.ts'
import { headBytes, kindOf } from './kind-of.ts'

/** The content of a file for a comparison. */
export type Content =
  /** `isCut` means that only the beginning was read. */
  | { readonly kind: 'text'; readonly text: string; readonly isCut: boolean }
  | { readonly kind: 'image'; readonly image: Blob }
  /** Neither text nor an image, or an image that is too large to show. */
  | { readonly kind: 'other' }

export const longestText = 2_000_000
export const longestImage = 64_000_000

/** Loads only the bytes that are shown. */
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

/** Loads an image. Resolves to undefined if it is too large to show. */
export async function loadImage(reader: ContentReader, type: string, signal: AbortSignal): Promise<Blob | undefined> {
  if ((reader.state.sizeBytes ?? 0) > longestImage) return undefined
  const bytes = await reader.read(0, longestImage + 1, signal)
  return bytes.length > longestImage ? undefined : new Blob([bytes], { type })
}

/** Loads the beginning of a text. Resolves to undefined if it is not text after all. */
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
