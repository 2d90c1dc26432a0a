/** The records of a zip. Numbers that do not fit into 32 bits are stored in the 64-bit field. */

const full16 = 0xffff
const full32 = 0xffff_ffff

/** An entry that was written. */
export interface WrittenEntry {
  /** UTF-8; the name of a folder ends with a slash. */
  readonly name: Buffer
  readonly modifiedMs: number | undefined
  readonly method: number
  readonly mode: number
  /** Tells whether its header announced 64-bit numbers. */
  readonly isLarge: boolean
  readonly at: number
  readonly crc32: number
  readonly packedBytes: number
  readonly sizeBytes: number
}

export type EntryHead = Pick<WrittenEntry, 'name' | 'modifiedMs' | 'method' | 'isLarge'>

/** The checksum and the sizes follow the bytes. */
export function localHeader(head: EntryHead): Buffer {
  const extra = Buffer.concat([head.isLarge ? largeField([0, 0]) : Buffer.alloc(0), timeField(head.modifiedMs)])
  const size = head.isLarge ? full32 : 0
  return Buffer.concat([mark('\x03\x04'), common(head, { crc32: 0, packed: size, size, extra }), head.name, extra])
}

export function dataDescriptor({ isLarge, crc32, packedBytes, sizeBytes }: WrittenEntry): Buffer {
  const record = Buffer.alloc(isLarge ? 24 : 16)
  mark('\x07\x08').copy(record)
  record.writeUInt32LE(crc32, 4)
  if (isLarge) {
    record.writeBigUInt64LE(BigInt(packedBytes), 8)
    record.writeBigUInt64LE(BigInt(sizeBytes), 16)
  } else {
    record.writeUInt32LE(packedBytes, 8)
    record.writeUInt32LE(sizeBytes, 12)
  }
  return record
}

export function directoryRecord(entry: WrittenEntry): Buffer {
  const { sizeBytes, packedBytes, at, mode, crc32, name } = entry
  const wide = [sizeBytes, packedBytes, at].filter((value) => value >= full32)
  const extra = Buffer.concat([wide.length > 0 ? largeField(wide) : Buffer.alloc(0), timeField(entry.modifiedMs)])
  const narrow = (value: number) => Math.min(value, full32)
  const rest = Buffer.alloc(14)
  // The Unix file type and permissions, and the folder flag for other systems.
  rest.writeUInt32LE(((mode << 16) | (name.at(-1) === 47 ? 0x10 : 0)) >>> 0, 6)
  rest.writeUInt32LE(narrow(at), 10)
  const isWide = wide.length > 0 || entry.isLarge
  const facts = { crc32, packed: narrow(packedBytes), size: narrow(sizeBytes), extra }
  return Buffer.concat([
    mark('\x01\x02'),
    Buffer.from([45, 3]),
    common({ ...entry, isLarge: isWide }, facts),
    rest,
    name,
    extra,
  ])
}

/** The records after the central directory. */
export function endRecords(entries: number, start: number, sizeBytes: number): Buffer {
  const isWide = entries >= full16 || start >= full32 || sizeBytes >= full32
  const end = Buffer.alloc(22)
  mark('\x05\x06').copy(end)
  end.writeUInt16LE(Math.min(entries, full16), 8)
  end.writeUInt16LE(Math.min(entries, full16), 10)
  end.writeUInt32LE(Math.min(sizeBytes, full32), 12)
  end.writeUInt32LE(Math.min(start, full32), 16)
  if (!isWide) return end
  const wide = Buffer.alloc(76)
  mark('\x06\x06').copy(wide)
  wide.writeBigUInt64LE(44n, 4)
  wide.writeUInt16LE((3 << 8) | 45, 12)
  wide.writeUInt16LE(45, 14)
  wide.writeBigUInt64LE(BigInt(entries), 24)
  wide.writeBigUInt64LE(BigInt(entries), 32)
  wide.writeBigUInt64LE(BigInt(sizeBytes), 40)
  wide.writeBigUInt64LE(BigInt(start), 48)
  mark('\x06\x07').copy(wide, 56)
  wide.writeBigUInt64LE(BigInt(start + sizeBytes), 64)
  wide.writeUInt32LE(1, 72)
  return Buffer.concat([wide, end])
}

function common(
  { name, modifiedMs, method, isLarge }: EntryHead,
  facts: { readonly crc32: number; readonly packed: number; readonly size: number; readonly extra: Buffer },
): Buffer {
  const record = Buffer.alloc(26)
  record.writeUInt16LE(isLarge ? 45 : 20, 0)
  record.writeUInt16LE(0x0808, 2) // The flags: UTF-8, and checksum and sizes after the bytes.
  record.writeUInt16LE(method, 4)
  const { time, date } = dosTimeOf(modifiedMs)
  record.writeUInt16LE(time, 6)
  record.writeUInt16LE(date, 8)
  record.writeUInt32LE(facts.crc32, 10)
  record.writeUInt32LE(facts.packed, 14)
  record.writeUInt32LE(facts.size, 18)
  record.writeUInt16LE(name.length, 22)
  record.writeUInt16LE(facts.extra.length, 24)
  return record
}

function largeField(values: readonly number[]): Buffer {
  const field = Buffer.alloc(4 + values.length * 8)
  field.writeUInt16LE(1, 0)
  field.writeUInt16LE(values.length * 8, 2)
  values.forEach((value, at) => field.writeBigUInt64LE(BigInt(value), 4 + at * 8))
  return field
}

/** Seconds since 1970, if they fit, because the other time field has no time zone. */
function timeField(modifiedMs: number | undefined): Buffer {
  const seconds = Math.floor((modifiedMs ?? Number.NaN) / 1000)
  if (!(Math.abs(seconds) < 2 ** 31)) return Buffer.alloc(0)
  const field = Buffer.alloc(9)
  field.writeUInt16LE(0x5455, 0)
  field.writeUInt16LE(5, 2)
  field.writeUInt8(1, 4)
  field.writeInt32LE(seconds, 5)
  return field
}

function dosTimeOf(modifiedMs: number | undefined): { readonly time: number; readonly date: number } {
  const when = new Date(modifiedMs ?? Number.NaN)
  const year = when.getFullYear()
  if (!(year >= 1980 && year <= 2107)) return { time: 0, date: 33 }
  return {
    time: (when.getHours() << 11) | (when.getMinutes() << 5) | (when.getSeconds() >> 1),
    date: ((year - 1980) << 9) | ((when.getMonth() + 1) << 5) | when.getDate(),
  }
}

function mark(kind: string): Buffer {
  return Buffer.from(`PK${kind}`, 'latin1')
}
