const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Texts stored one after the other in a growing array. */
export function createNameStore() {
  let bytes = new Uint8Array(64 * 1024)
  let end = 0
  return {
    /** Returns the start of the text. Its length is that of its UTF-8 bytes. */
    add(name: Uint8Array): number {
      if (end + name.length > bytes.length) {
        const grown = new Uint8Array(Math.max(end + name.length, bytes.length * 2))
        grown.set(bytes)
        bytes = grown
      }
      bytes.set(name, end)
      end += name.length
      return end - name.length
    },
    sizeBytes: () => end,
    text: (start: number, length: number) => decoder.decode(bytes.subarray(start, start + length)),
    isSame(start: number, length: number, name: Uint8Array): boolean {
      if (length !== name.length) return false
      for (let at = 0; at < length; at += 1) if (bytes[start + at] !== name[at]) return false
      return true
    },
  }
}

export function encodeName(name: string): Uint8Array {
  return encoder.encode(name)
}

/** FNV-1a with the folder in the initial value, so that equal names in different folders get different hashes. */
export function hashOf(seed: number, folder: number, name: Uint8Array): number {
  let hash = 0x811c9dc5 ^ seed ^ Math.imul(folder + 1, 0x9e3779b1)
  for (const byte of name) hash = Math.imul(hash ^ byte, 0x01000193)
  return (hash ^ (hash >>> 15)) >>> 0
}
