// What is copied: many small files in folders, and a few large ones among them.
import { createHash } from 'node:crypto'
import { createRandom } from './random.mjs'

const folders = 10
const mebi = 1024 ** 2

/** Paths and their bytes; the same for the same seed. Large ones lie at the beginning, in the middle and at the end. */
export function makeTree({ small, largeMebibytes, seed }) {
  const random = createRandom(seed)
  const files = new Map()
  for (let number = 0; number < small; number += 1) {
    const folder = String(Math.floor((number * folders) / small)).padStart(2, '0')
    files.set(`folder ${folder}/file-${String(number).padStart(4, '0')}.dat`, bytesOf(sizeOf(number, random), random))
  }
  largeMebibytes.forEach((size, at) => {
    const folder = String(Math.floor((at * (folders - 1)) / Math.max(1, largeMebibytes.length - 1))).padStart(2, '0')
    files.set(`folder ${folder}/large-${at}.bin`, bytesOf(Math.round(size * mebi) + at * 7, random))
  })
  const facts = new Map([...files].map(([path, bytes]) => [path, factsOf(bytes)]))
  return { files, facts, folders, bytes: [...files.values()].reduce((sum, { length }) => sum + length, 0) }
}

export function factsOf(bytes) {
  return { size: bytes.length, sha256: sumOf('sha256', bytes), md5: sumOf('md5', bytes) }
}

export function sumOf(name, bytes) {
  return createHash(name).update(bytes).digest('hex')
}

/** Some are empty, and a few are of sizes where one way ends and the next one begins. */
function sizeOf(number, random) {
  if (number % 97 === 0) return 0
  if (number % 89 === 0) return mebi + (number % 3) - 1
  if (number % 250 === 5) return 3 * mebi
  return Math.floor(random() * 12_000)
}

/** No two blocks of it are alike, so that a piece in a wrong place shows. */
function bytesOf(size, random) {
  const words = new Uint32Array(Math.ceil(size / 4))
  let state = Math.floor(random() * 2 ** 32) | 1
  for (let at = 0; at < words.length; at += 1) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    words[at] = state
  }
  return Buffer.from(words.buffer, 0, size)
}
