/** Common parts of zip records: names, times and extra fields. */
import { crc32 } from 'node:zlib'
import { decodeZipName } from './cp437.ts'

/** The facts from the extra fields of an entry. */
export interface ExtraFields {
  /** The 64-bit numbers, in the order of the full fields in the record. */
  readonly large: readonly number[]
  readonly unicodePath?: string
  readonly modifiedMs?: number
}

const largeId = 0x0001
const timesId = 0x5455
const ntfsId = 0x000a
const unicodePathId = 0x7075

export function readExtra(extra: Buffer, rawName: Buffer): ExtraFields {
  let large: number[] = []
  const facts: { unicodePath?: string; modifiedMs?: number } = {}
  for (let at = 0; at + 4 <= extra.length;) {
    const id = extra.readUInt16LE(at)
    const data = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2))
    at += 4 + extra.readUInt16LE(at + 2)
    if (id === largeId) {
      large = []
      for (let n = 0; n + 8 <= data.length; n += 8) large.push(Number(data.readBigUInt64LE(n)))
    } else if (id === timesId && data.length >= 5 && ((data[0] ?? 0) & 1) === 1) {
      facts.modifiedMs = data.readInt32LE(1) * 1000
    } else if (id === ntfsId && data.length >= 16 && data.readUInt16LE(4) === 1) {
      // In tenths of microseconds since 1601.
      facts.modifiedMs ??= Number(data.readBigUInt64LE(8) / 10_000n) - 11_644_473_600_000
    } else if (id === unicodePathId && data.length > 5 && data.readUInt32LE(1) === crc32(rawName)) {
      facts.unicodePath = data.subarray(5).toString('utf8')
    }
  }
  return { large, ...facts }
}

/** Returns the path of an entry. Zips made on Windows may separate names with backslashes. */
export function zipPath(rawName: Buffer, flags: number, madeOn: number, unicodePath?: string): string {
  const path = unicodePath ?? decodeZipName(rawName, { isDeclaredUtf8: (flags & 0x800) !== 0 })
  const fromWindows = madeOn === 0 || madeOn === 10 || madeOn === 14
  return (fromWindows ? path.replaceAll('\\', '/') : path).replace(/^[A-Za-z]:\//, '')
}

/** Converts a local time without a time zone. */
export function dosTime(time: number, date: number): number {
  const [year, month, day] = [1980 + (date >> 9), ((date >> 5) & 15) - 1, date & 31]
  if (month < 0 || day === 0) return Number.NaN
  return new Date(year, month, day, time >> 11, (time >> 5) & 63, (time & 31) * 2).getTime()
}
