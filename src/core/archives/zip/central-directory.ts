import { said } from '../../../contract/sentences/said.ts'
import type { Waits } from '../../backends/backend.ts'
import { archiveFailure } from '../failures.ts'
import type { ArchiveBytes } from '../read/archive-bytes.ts'
import type { EntryTable } from '../table/entry-table.ts'
import type { Directory } from './find-directory.ts'
import { addZipEntry, type ZipRecord } from './zip-entry.ts'
import { dosTime, readExtra, zipPath } from './zip-fields.ts'

const fixedBytes = 46
const full32 = 0xffff_ffff

/** Reads the central directory of a zip in pieces. Throws `corrupt` if it is cut off; entries found before stay. */
export async function readCentralDirectory(
  bytes: ArchiveBytes,
  directory: Directory,
  table: EntryTable,
  { signal, onBatch }: Waits & { readonly onBatch: () => Promise<void> },
): Promise<void> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of bytes.stream(directory.start, directory.sizeBytes, { signal })) {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk])
    let at = 0
    for (let length = lengthAt(rest, at); length !== undefined; length = lengthAt(rest, at)) {
      addZipEntry(table, recordOf(rest.subarray(at, at + length), directory.base))
      at += length
    }
    rest = rest.subarray(at)
    await onBatch()
  }
  if (rest.length >= 4 && rest.readUInt32LE(0) === 0x02014b50) {
    throw archiveFailure('corrupt', said('archive.list-cut-off'))
  }
}

/** Returns the length of the record at an offset; undefined if it is incomplete. */
function lengthAt(buffer: Buffer, at: number): number | undefined {
  if (at + 4 > buffer.length) return undefined
  const signature = buffer.readUInt32LE(at)
  if (signature === 0x05054b50) return undefined // The digital signature of the directory, which ends it.
  if (signature !== 0x02014b50) throw archiveFailure('corrupt', said('archive.list-damaged'))
  if (at + fixedBytes > buffer.length) return undefined
  const length = fixedBytes + buffer.readUInt16LE(at + 28) + buffer.readUInt16LE(at + 30) + buffer.readUInt16LE(at + 32)
  return at + length <= buffer.length ? length : undefined
}

function recordOf(record: Buffer, base: number): ZipRecord {
  const flags = record.readUInt16LE(8)
  const nameEnd = fixedBytes + record.readUInt16LE(28)
  const rawName = record.subarray(fixedBytes, nameEnd)
  const extra = readExtra(record.subarray(nameEnd, nameEnd + record.readUInt16LE(30)), rawName)
  const large = [...extra.large]
  const wide = (value: number) => (value === full32 ? (large.shift() ?? value) : value)
  const sizeBytes = wide(record.readUInt32LE(24))
  const packedBytes = wide(record.readUInt32LE(20))
  const at = wide(record.readUInt32LE(42)) + base
  const madeOn = record.readUInt8(5)
  return {
    path: zipPath(rawName, flags, madeOn, extra.unicodePath),
    flags,
    method: record.readUInt16LE(10),
    crc32: record.readUInt32LE(16),
    sizeBytes,
    packedBytes,
    at,
    modifiedMs: extra.modifiedMs ?? dosTime(record.readUInt16LE(12), record.readUInt16LE(14)),
    mode: madeOn === 3 || madeOn === 19 ? record.readUInt16LE(40) : 0,
  }
}
