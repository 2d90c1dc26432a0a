import type { ContentReader } from '../read/contents.ts'
import { headBytes, kindOf } from '../read/kind-of.ts'
import { imageSize } from './image-size.ts'
import type { ThumbnailMaker } from './thumbnail-maker.ts'

/** Larger images are not read for it. */
export const mostBytes = 20_000_000
/** Nor are those decoded that would take more memory than this many pixels. */
export const mostPixels = 80_000_000
/** Of images that do not tell how many they have. */
const mostBytesUntold = 4_000_000

/** What browsers decode, by what the first bytes say. A drawing is code, and never among them. */
const decoded = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
  'image/x-icon',
])

/** A small image of an image: the one its camera wrote into it, else made of the whole. Undefined where none is to be had. */
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
