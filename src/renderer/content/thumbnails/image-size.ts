/**
 * Reads the size in pixels from the first bytes of an image, because decoding needs memory in proportion to it.
 * Undefined if those bytes do not contain the size.
 */
export interface ImageSize {
  readonly width: number
  readonly height: number
}

export function imageSize(type: string, head: Uint8Array): ImageSize | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  try {
    return readers[type]?.(view)
  } catch (error) {
    if (error instanceof RangeError) return undefined // The bytes end before the size.
    throw error
  }
}

const readers: Readonly<Record<string, ((view: DataView) => ImageSize | undefined) | undefined>> = {
  'image/png': (view) => ({ width: view.getUint32(16), height: view.getUint32(20) }),
  'image/gif': (view) => ({ width: view.getUint16(6, true), height: view.getUint16(8, true) }),
  'image/bmp': (view) => ({ width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) }),
  'image/x-icon': () => ({ width: 256, height: 256 }), // The maximum size.
  'image/jpeg': jpegSize,
  'image/webp': webpSize,
  'image/avif': avifSize,
}

/** The size is in the first frame header, after the metadata. */
function jpegSize(view: DataView): ImageSize | undefined {
  let at = 2
  while (view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    at += 2 + view.getUint16(at + 2)
  }
  return undefined
}

function webpSize(view: DataView): ImageSize | undefined {
  const kind = view.getUint8(15)
  if (kind === 0x58) return { width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 } // A VP8X chunk.
  if (kind === 0x4c) {
    const bits = view.getUint32(21, true) // A VP8L chunk.
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  }
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
}

/** Returns the largest of the sizes in the image properties. */
function avifSize(view: DataView): ImageSize | undefined {
  let found: ImageSize | undefined
  for (let at = 4; at + 16 <= view.byteLength; at += 1) {
    if (view.getUint32(at) !== 0x69_73_70_65) continue // The property `ispe`.
    const size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) }
    if (!found || size.width * size.height > found.width * found.height) found = size
  }
  return found
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
}
