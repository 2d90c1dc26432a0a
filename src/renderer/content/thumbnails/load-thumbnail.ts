import type { ContentReader } from '../read/contents.ts'
import { headBytes, kindOf } from '../read/kind-of.ts'
import { imageSize } from './image-size.ts'
import type { ThumbnailMaker } from './thumbnail-maker.ts'

/** Larger images are not read for a thumbnail. */
export const mostBytes = 20_000_000
/** Images with more pixels are not decoded, because of the memory they would need. */
export const mostPixels = 80_000_000
/** The maximum bytes of an image whose number of pixels is unknown. */
const mostBytesUntold = 4_000_000

/** The types that browsers decode, detected by the first bytes. SVG is never included, because it can contain code. */
const decoded = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
  'image/x-icon',
])

/**
 * Returns a small version of an image: the one that the camera stored in it, or else one made of the whole image.
 * Undefined if neither is possible.
 */
export async function loadThumbnail(
  reader: ContentReader,
  maker: ThumbnailMaker,
  signal: AbortSignal,
): Promise<Blob | undefined> {
  const head = await reader.read(0, headBytes, signal)
  const found = kindOf(reader.name, head, { isCut: head.length === headBytes })
  if (found.kind !== 'image' || !decoded.has(found.type)) return undefined
  if (found.type === 'image/jpeg') {
    const embedded = await maker.make({ kind: 'embedded', bytes: head })
    if (embedded) return embedded
  }
  const { sizeBytes = Number.POSITIVE_INFINITY } = reader.state
  const size = imageSize(found.type, head)
  if (size ? size.width * size.height > mostPixels : sizeBytes > mostBytesUntold) return undefined
  if (sizeBytes > mostBytes) return undefined
  signal.throwIfAborted()
  return maker.make({ kind: 'whole', bytes: await reader.read(0, sizeBytes, signal), type: found.type })
}
