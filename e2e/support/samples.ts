/** Small files of many kinds. They are created in code, so that a reader of a test sees what they contain. */
import { deflateSync } from 'node:zlib'
import { crc32 } from './crc32.ts'

/** Creates a PNG of one colour. */
export function pngOf(width: number, height: number): Buffer {
  return rgbPng(width, height, () => [0x66, 0x66, 0x66])
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const ends = [Buffer.alloc(4), Buffer.alloc(4)] as const
  ends[0].writeUInt32BE(data.length)
  ends[1].writeUInt32BE(crc32(body))
  return Buffer.concat([ends[0], body, ends[1]])
}

/** Creates a sound file with one tone. Its length is in seconds. */
export function wavOf(seconds: number): Buffer {
  const rate = 8000
  const sound = Buffer.from(Array.from({ length: seconds * rate }, (_, at) => 128 + Math.round(60 * Math.sin(at / 4))))
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + sound.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(rate, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36)
  head.writeUInt32LE(sound.length, 40)
  return Buffer.concat([head, sound])
}

/** Creates a PDF of one page with a line of text. `catalog` and `page` are further entries of these two objects. */
export function pdfOf(line: string, { catalog = '', page = '' } = {}): Buffer {
  const content = `BT /F1 24 Tf 72 700 Td (${line}) Tj ET`
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> ${page} >>`,
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let text = '%PDF-1.7\n'
  const places = objects.map((object, at) => {
    const place = text.length
    text += `${at + 1} 0 obj\n${object}\nendobj\n`
    return `${String(place).padStart(10, '0')} 00000 n \n`
  })
  const start = text.length
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}`
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`
  return Buffer.from(text, 'latin1')
}

/** Creates a picture of a sea under a sky. Each number gives other colours and another horizon. */
export function paintedPng(width: number, height: number, number: number): Buffer {
  const horizon = height * (0.45 + (number % 4) * 0.08)
  const warm = (number * 47) % 120
  const sun = { x: width * (0.2 + ((number * 3) % 7) / 10), y: horizon * 0.6, radius: height / 11 }
  return rgbPng(width, height, (x, y) => {
    if (Math.hypot(x - sun.x, y - sun.y) < sun.radius) return [250, 236, 200]
    if (y < horizon) return [120 + warm, 150 + (60 * y) / horizon, 215 - warm / 2]
    const wave = Math.sin(x / 11 + y / 3) * 8
    return [20 + warm / 4 + wave, 80 + wave, 120 + wave]
  })
}

function rgbPng(width: number, height: number, colorAt: (x: number, y: number) => readonly number[]): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const lines = Array.from({ length: height }, (_, y) =>
    Buffer.from([0, ...Array.from({ length: width }, (__, x) => colorAt(x, y)).flat()]),
  )
  const mark = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])
  const pixels = deflateSync(Buffer.concat(lines))
  return Buffer.concat([mark, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))])
}

export interface CameraWork {
  /** The small image that a camera embeds. */
  readonly thumbnail: Buffer
  /** The orientation of the camera, as an EXIF number. */
  readonly orientation: number
}

/** Adds the data of a camera to a JPEG: its orientation, and a small image of it. */
export function withCameraWork(jpeg: Buffer, { thumbnail, orientation }: CameraWork): Buffer {
  const tiff = Buffer.alloc(8 + 2 + 12 + 4 + 2 + 36 + 4)
  tiff.write('II*\0', 0, 'latin1')
  tiff.writeUInt32LE(8, 4)
  tiff.writeUInt16LE(1, 8)
  writeTag(tiff, 10, { tag: 0x01_12, type: 3, value: orientation })
  tiff.writeUInt32LE(26, 22) // The second directory describes the small image.
  tiff.writeUInt16LE(3, 26)
  writeTag(tiff, 28, { tag: 0x01_03, type: 3, value: 6 })
  writeTag(tiff, 40, { tag: 0x02_01, type: 4, value: tiff.length })
  writeTag(tiff, 52, { tag: 0x02_02, type: 4, value: thumbnail.length })
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, thumbnail])
  const head = Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 0])
  head.writeUInt16BE(exif.length + 2, 4)
  return Buffer.concat([head, exif, jpeg.subarray(2)])
}

function writeTag(into: Buffer, at: number, { tag, type, value }: Readonly<Record<'tag' | 'type' | 'value', number>>) {
  into.writeUInt16LE(tag, at)
  into.writeUInt16LE(type, at + 2)
  into.writeUInt32LE(1, at + 4)
  into.writeUInt32LE(value, at + 8)
}
