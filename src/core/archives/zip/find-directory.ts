import { said } from '../../../contract/sentences/said.ts'
import type { Waits } from '../../backends/backend.ts'
import { archiveFailure } from '../failures.ts'
import type { ArchiveBytes } from '../read/archive-bytes.ts'

/** The position of the central directory in a zip. */
export interface Directory {
  readonly start: number
  readonly sizeBytes: number
  readonly entries: number
  /** The bytes before the zip, such as a self-extracting program. All offsets start after them. */
  readonly base: number
}

const endBytes = 22
const longestComment = 65_535
const locatorBytes = 20

/** Reads the end of a zip. Undefined if it has no end record. Throws `unsupported` for a multi-disk zip. */
export async function findDirectory(bytes: ArchiveBytes, waits: Waits): Promise<Directory | undefined> {
  const tailBytes = Math.min(bytes.sizeBytes, endBytes + longestComment)
  const tailStart = bytes.sizeBytes - tailBytes
  const tail = await bytes.at(tailStart, tailBytes, waits)
  const at = endIn(tail)
  if (at === undefined) return undefined
  const end = tail.subarray(at)
  const endAt = tailStart + at
  const locator = endAt < locatorBytes ? undefined : await bytes.at(endAt - locatorBytes, locatorBytes, waits)
  if (locator?.readUInt32LE(0) === 0x07064b50) return findLarge(bytes, locator, waits)
  refuseDisks(end.readUInt16LE(4), end.readUInt16LE(6))
  return placed(endAt, {
    sizeBytes: end.readUInt32LE(12),
    offset: end.readUInt32LE(16),
    entries: end.readUInt16LE(10),
  })
}

async function findLarge(bytes: ArchiveBytes, locator: Buffer, waits: Waits): Promise<Directory | undefined> {
  const at = Number(locator.readBigUInt64LE(8))
  refuseDisks(locator.readUInt32LE(4), Math.max(0, locator.readUInt32LE(16) - 1))
  const end = at + 56 > bytes.sizeBytes ? undefined : await bytes.at(at, 56, waits)
  if (end?.readUInt32LE(0) !== 0x06064b50) return undefined
  refuseDisks(end.readUInt32LE(16), end.readUInt32LE(20))
  return placed(at, {
    sizeBytes: Number(end.readBigUInt64LE(40)),
    offset: Number(end.readBigUInt64LE(48)),
    entries: Number(end.readBigUInt64LE(32)),
  })
}

/** The directory ends where its end record starts, regardless of its recorded offset. */
function placed(
  endAt: number,
  told: { readonly sizeBytes: number; readonly offset: number; readonly entries: number },
): Directory | undefined {
  const start = endAt - told.sizeBytes
  const base = start - told.offset
  if (start < 0 || base < 0) return undefined
  return { start, sizeBytes: told.sizeBytes, entries: told.entries, base }
}

/** Returns the last end record whose comment length fits, because a comment may look like a record. */
function endIn(tail: Buffer): number | undefined {
  for (let at = tail.length - endBytes; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) === 0x06054b50 && at + endBytes + tail.readUInt16LE(at + 20) === tail.length) return at
  }
  const loose = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  return loose >= 0 && loose <= tail.length - endBytes ? loose : undefined
}

function refuseDisks(...disks: readonly number[]): void {
  if (disks.every((disk) => disk === 0 || disk === 0xffff)) return
  throw archiveFailure('unsupported', said('archive.one-part'))
}
