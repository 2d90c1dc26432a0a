import { expect, test } from 'vitest'
import { createDateFormat } from '../../../ui/format/date.ts'
import { cameraFacts, readCameraTags } from './camera-facts.ts'

const dates = createDateFormat(0)

/** Returns the beginning of a JPEG with the make and model tags of a camera. */
function jpegOf(make: string, model: string): Uint8Array {
  const texts = [make, model].map((text) => Buffer.from(`${text}\0`, 'latin1'))
  const tiff = Buffer.alloc(8 + 2 + 24 + 4)
  tiff.write('II*\0', 0, 'latin1')
  tiff.writeUInt32LE(8, 4)
  tiff.writeUInt16LE(2, 8)
  let place = tiff.length
  for (const [at, text] of texts.entries()) {
    const entry = 10 + at * 12
    tiff.writeUInt16LE(at === 0 ? 0x01_0f : 0x01_10, entry)
    tiff.writeUInt16LE(2, entry + 2)
    tiff.writeUInt32LE(text.length, entry + 4)
    tiff.writeUInt32LE(place, entry + 8)
    place += text.length
  }
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, ...texts])
  const head = Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 0])
  head.writeUInt16BE(exif.length + 2, 4)
  return Buffer.concat([head, exif, Buffer.from([0xff, 0xd9])])
}

test('reads the camera data of an image', async () => {
  const tags = await readCameraTags(jpegOf('Halyard', 'Dinghy 2'))
  expect(cameraFacts(tags, dates)).toEqual(['Halyard Dinghy 2'])
})

test('returns nothing for an image without camera data or for another file', async () => {
  expect(cameraFacts(await readCameraTags(Uint8Array.of(1, 2, 3)), dates)).toEqual([])
  expect(cameraFacts({ Model: 7, ISO: '100', FNumber: Number.NaN }, dates)).toEqual([])
})

test('formats exposure as on a camera, and names the manufacturer once', () => {
  const tags = {
    Make: 'NIKON CORPORATION',
    Model: 'NIKON D750',
    ExposureTime: 0.004,
    FNumber: 8,
    ISO: 100,
    FocalLength: 35,
  }
  expect(cameraFacts(tags, dates)).toEqual(['NIKON D750', '1/250 s', 'f/8', 'ISO 100', '35 mm'])
  expect(cameraFacts({ ExposureTime: 2.5 }, dates)).toEqual(['2.5 s'])
})
