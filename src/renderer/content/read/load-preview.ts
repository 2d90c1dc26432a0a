import type { ContentReader } from './contents.ts'
import { decodeText } from './decode-text.ts'
import { headBytes, kindOf } from './kind-of.ts'
import { loadImage } from './load-content.ts'

/** A small preview of a file: its image, or its first lines. */
export type Preview =
  { readonly kind: 'image'; readonly image: Blob } | { readonly kind: 'text'; readonly text: string }

/** Larger images are not read for a preview. */
const longestPreviewed = 16_000_000
const mostLines = 12
const mostCharacters = 600

/** Resolves to undefined if a preview would not be useful. */
export async function loadPreview(reader: ContentReader, signal: AbortSignal): Promise<Preview | undefined> {
  const head = await reader.read(0, headBytes, signal)
  const isCut = head.length === headBytes
  const found = kindOf(reader.name, head, { isCut })
  if (found.kind === 'image') {
    if ((reader.state.sizeBytes ?? Number.POSITIVE_INFINITY) > longestPreviewed) return undefined
    const image = await loadImage(reader, found.type, signal)
    return image && { kind: 'image', image }
  }
  if (found.kind !== 'text' && found.kind !== 'markdown') return undefined
  const text = decodeText(head, { isCut }) ?? ''
  return { kind: 'text', text: text.split('\n', mostLines).join('\n').slice(0, mostCharacters) }
}
