/** Parses the entries of `operations/list` while its bytes arrive, because the response may be larger than memory. */

export interface RcloneItem {
  readonly Path: string
  readonly Name: string
  readonly Size: number
  readonly ModTime: string
  readonly IsDir: boolean
  readonly Hashes?: Readonly<Record<string, string>> | null
}

const quote = 0x22
const backslash = 0x5c
const opening = 0x7b
const closing = 0x7d

/** Yields entries in batches, as they arrive. The response is one object with one list of objects. */
export async function* listedItems(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<RcloneItem[]> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of bytes) {
    const all = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk])
    const { items, used } = wholeItems(all)
    rest = all.subarray(used)
    if (items.length > 0) yield items
  }
}

/**
 * Returns the complete objects and the number of their bytes. An item is small, so an incomplete one is simply parsed
 * again.
 */
function wholeItems(bytes: Buffer): { items: RcloneItem[]; used: number } {
  const items: RcloneItem[] = []
  let used = 0
  let start = -1
  let depth = 0
  let isText = false
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (isText) {
      if (byte === backslash) at += 1
      else if (byte === quote) isText = false
    } else if (byte === quote) isText = true
    else if (byte === opening) {
      depth += 1
      if (start < 0 && isItem(bytes, at)) {
        start = at
        depth = 1
      }
    } else if (byte === closing) {
      depth -= 1
      if (start < 0 || depth > 0) continue
      items.push(JSON.parse(bytes.toString('utf8', start, at + 1)) as RcloneItem)
      used = at + 1
      start = -1
    }
  }
  return { items, used }
}

/** Tells whether an object is an item and not the outer object, which begins with the list. */
function isItem(bytes: Buffer, at: number): boolean {
  return !/^\{\s*"list"/.test(bytes.toString('latin1', at, at + 40))
}
