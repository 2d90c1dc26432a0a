import type { Waits } from '../../backends/backend.ts'
import type { ArchiveBytes } from '../read/archive-bytes.ts'
import type { EntryTable } from '../table/entry-table.ts'
import { addZipEntry } from './zip-entry.ts'
import { dosTime, readExtra, zipPath } from './zip-fields.ts'

const fixedBytes = 30
const full32 = 0xffff_ffff

/**
 * Finds the entries of a zip without its end, from header to header. An entry of unknown size ends the search, because
 * the start of the next one is unknown.
 */
export async function scanLocalHeaders(
  bytes: ArchiveBytes,
  table: EntryTable,
  { onBatch, ...waits }: Waits & { readonly onBatch: () => Promise<void> },
): Promise<void> {
  for (let at = 0, isLast = false; !isLast && at + fixedBytes <= bytes.sizeBytes;) {
    const head = await bytes.at(at, fixedBytes, waits)
    if (head.readUInt32LE(0) !== 0x04034b50) return
    const [nameBytes, extraBytes] = [head.readUInt16LE(26), head.readUInt16LE(28)]
    const dataAt = at + fixedBytes + nameBytes + extraBytes
    if (dataAt > bytes.sizeBytes) return
    const rest = await bytes.at(at + fixedBytes, nameBytes + extraBytes, waits)
    const rawName = rest.subarray(0, nameBytes)
    const { large, unicodePath, modifiedMs } = readExtra(rest.subarray(nameBytes), rawName)
    const flags = head.readUInt16LE(6)
    const [size, packed] = [head.readUInt32LE(22), head.readUInt32LE(18)]
    const packedBytes = packed === full32 ? (large[1] ?? packed) : packed
    isLast = (flags & 8) !== 0 && packedBytes === 0
    if (isLast) return
    addZipEntry(table, {
      path: zipPath(rawName, flags, 3, unicodePath),
      flags,
      method: head.readUInt16LE(8),
      crc32: head.readUInt32LE(14),
      sizeBytes: size === full32 ? (large[0] ?? size) : size,
      packedBytes,
      at,
      modifiedMs: modifiedMs ?? dosTime(head.readUInt16LE(10), head.readUInt16LE(12)),
      mode: 0,
    })
    at = dataAt + packedBytes
    await onBatch()
  }
}
