import { type PacketReader } from './packet.ts'

/** The attributes of an entry, read from a server or to be set. Every part may be missing. */
export interface Attributes {
  readonly sizeBytes?: number
  readonly owner?: { readonly user: number; readonly group: number }
  /** Permissions and type, as in `st_mode`. */
  readonly mode?: number
  /** Whole seconds since 1970. The protocol has no finer resolution, and no time after 2106. */
  readonly times?: { readonly accessed: number; readonly modified: number }
}

const flags = { size: 0x1, owner: 0x2, mode: 0x4, times: 0x8, extended: 0x80000000 } as const

export function readAttributes(reader: PacketReader): Attributes {
  const given = reader.uint32()
  const has = (flag: number) => (given & flag) !== 0
  const attributes: Attributes = {
    ...(has(flags.size) && { sizeBytes: reader.uint64() }),
    ...(has(flags.owner) && { owner: { user: reader.uint32(), group: reader.uint32() } }),
    ...(has(flags.mode) && { mode: reader.uint32() }),
    ...(has(flags.times) && { times: { accessed: reader.uint32(), modified: reader.uint32() } }),
  }
  if (has(flags.extended)) {
    for (let count = reader.uint32(); count > 0; count -= 1) {
      reader.bytes()
      reader.bytes()
    }
  }
  return attributes
}

export function encodeAttributes({ sizeBytes, owner, mode, times }: Attributes): { readonly raw: Uint8Array } {
  const numbers: number[] = []
  let given = 0
  if (sizeBytes !== undefined) {
    given |= flags.size
    numbers.push(Math.floor(sizeBytes / 2 ** 32), sizeBytes % 2 ** 32)
  }
  if (owner) {
    given |= flags.owner
    numbers.push(owner.user, owner.group)
  }
  if (mode !== undefined) {
    given |= flags.mode
    numbers.push(mode)
  }
  if (times) {
    given |= flags.times
    numbers.push(times.accessed, times.modified)
  }
  const raw = Buffer.alloc(4 * (1 + numbers.length))
  ;[given, ...numbers].forEach((number, index) => raw.writeUInt32BE(number, index * 4))
  return { raw }
}
