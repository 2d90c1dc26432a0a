import { expect, test } from 'vitest'
import { imageSize } from './image-size.ts'

const bytes = (...parts: readonly (string | readonly number[])[]) =>
  new Uint8Array(
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part)))),
  )
const zeros = (count: number) => Array.from({ length: count }, () => 0)

test('reads the size from the header of each format', () => {
  const png = bytes('\x89PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', [0, 0, 0x10, 0], [0, 0, 8, 1])
  expect(imageSize('image/png', png)).toEqual({ width: 4096, height: 2049 })
  expect(imageSize('image/gif', bytes('GIF89a', [0x2c, 1, 0xc8, 0]))).toEqual({ width: 300, height: 200 })
  const bmp = bytes('BM', zeros(16), [0x40, 1, 0, 0], [0x38, 0xff, 0xff, 0xff])
  // A negative height means that the lines are stored from top to bottom.
  expect(imageSize('image/bmp', bmp)).toEqual({ width: 320, height: 200 })
  const jpeg = bytes([0xff, 0xd8, 0xff, 0xe1, 0, 6], 'Exif', [0xff, 0xc2, 0, 17, 8, 0, 200, 1, 44])
  expect(imageSize('image/jpeg', jpeg)).toEqual({ width: 300, height: 200 })
  const webp = bytes('RIFF', zeros(4), 'WEBPVP8X', zeros(8), [0x2b, 1, 0], [0xc7, 0, 0])
  expect(imageSize('image/webp', webp)).toEqual({ width: 300, height: 200 })
  const avif = bytes(
    zeros(4),
    'ispe',
    zeros(4),
    [0, 0, 0, 10],
    [0, 0, 0, 20],
    'ispe',
    zeros(4),
    [0, 0, 1, 0],
    [0, 0, 2, 0],
  )
  expect(imageSize('image/avif', avif)).toEqual({ width: 256, height: 512 })
})

test('returns nothing for a header that is truncated or invalid', () => {
  expect(imageSize('image/png', bytes('\x89PNG'))).toBeUndefined()
  expect(imageSize('image/jpeg', bytes([0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff]))).toBeUndefined()
  expect(imageSize('image/jpeg', bytes([0xff, 0xd8, 0, 0]))).toBeUndefined()
  expect(imageSize('image/avif', bytes('ftypavif'))).toBeUndefined()
  expect(imageSize('text/plain', bytes('x'))).toBeUndefined()
})
