/** Decodes and shrinks images, outside the main thread. */
import { orientation as orientationOf, thumbnail } from 'exifr'
import type { MakeAnswer, MakeRequest } from './thumbnail-maker.ts'

/** The maximum length of a side: that of a large tile on a high-resolution screen. */
const edgePx = 360
/** Smaller embedded thumbnails show too little detail. */
const leastEmbeddedPx = 96

addEventListener('message', ({ data }: MessageEvent<MakeRequest>) => {
  void answer(data).then((image) => postMessage({ id: data.id, image } satisfies MakeAnswer))
})

/** Resolves to undefined if the image cannot be decoded, or has no embedded thumbnail. */
async function answer(request: MakeRequest): Promise<Blob | undefined> {
  try {
    return request.kind === 'embedded'
      ? await embedded(request.bytes)
      : await shrink(await createImageBitmap(new Blob([request.bytes], { type: request.type })), 1)
  } catch {
    return undefined
  }
}

/** Returns the embedded thumbnail in the header of a JPEG, rotated like the image. */
async function embedded(head: Uint8Array): Promise<Blob | undefined> {
  const found = (await thumbnail(head)) as Uint8Array<ArrayBuffer> | undefined
  if (!found) return undefined
  const orientation = await orientationOf(head)
  const bitmap = await createImageBitmap(new Blob([found], { type: 'image/jpeg' }))
  if (Math.max(bitmap.width, bitmap.height) < leastEmbeddedPx) return undefined
  return shrink(bitmap, orientation ?? 1)
}

async function shrink(bitmap: ImageBitmap, orientation: number): Promise<Blob> {
  const scale = Math.min(1, edgePx / Math.max(bitmap.width, bitmap.height))
  const width = Math.max(1, Math.round(bitmap.width * scale))
  const height = Math.max(1, Math.round(bitmap.height * scale))
  const isTurned = orientation >= 5 && orientation <= 8
  const canvas = new OffscreenCanvas(isTurned ? height : width, isTurned ? width : height)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  context.imageSmoothingQuality = 'high'
  context.setTransform(...turn(orientation, width, height))
  context.drawImage(bitmap, 0, 0, width, height)
  bitmap.close()
  return canvas.convertToBlob({ type: 'image/webp', quality: 0.82 })
}

type Matrix = [a: number, b: number, c: number, d: number, e: number, f: number]

/** Returns the transformation for an EXIF orientation. */
function turn(orientation: number, width: number, height: number): Matrix {
  const turns: Readonly<Record<number, Matrix>> = {
    2: [-1, 0, 0, 1, width, 0],
    3: [-1, 0, 0, -1, width, height],
    4: [1, 0, 0, -1, 0, height],
    5: [0, 1, 1, 0, 0, 0],
    6: [0, 1, -1, 0, height, 0],
    7: [0, -1, -1, 0, height, width],
    8: [0, -1, 1, 0, 0, width],
  }
  return turns[orientation] ?? [1, 0, 0, 1, 0, 0]
}
