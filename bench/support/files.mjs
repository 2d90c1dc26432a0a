// Creates files for the benchmarks, and checks that two places contain the same files.
import { createHash, randomBytes } from 'node:crypto'
import {
  closeSync,
  createReadStream,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

/** Creates files in folders of a thousand files each. */
export function makeSmallFiles(folder, count, bytes) {
  for (let n = 0; n < count; n += 1) {
    const inside = join(folder, `folder-${Math.floor(n / 1000)}`)
    if (n % 1000 === 0) mkdirSync(inside, { recursive: true })
    writeFileSync(join(inside, `file-${n}`), randomBytes(bytes))
  }
}

export function makeLargeFile(folder, bytes) {
  mkdirSync(folder, { recursive: true })
  const file = openSync(join(folder, 'large'), 'w')
  const block = randomBytes(8 * 1024 * 1024)
  for (let at = 0; at < bytes; at += block.length) {
    block.writeDoubleBE(at) // No two blocks are the same.
    writeSync(file, block.subarray(0, Math.min(block.length, bytes - at)))
  }
  closeSync(file)
}

/** Throws unless both folders contain the same names, sizes and bytes. */
export async function checkSame(one, other) {
  const [a, b] = [await describe(one), await describe(other)]
  if (a.size !== b.size) throw new Error(`${b.size} files came instead of ${a.size}`)
  for (const [path, facts] of a) if (b.get(path) !== facts) throw new Error(`${path} is not what was sent`)
}

async function describe(folder) {
  const found = new Map()
  for (const entry of readdirSync(folder, { recursive: true })) {
    const full = join(folder, entry)
    const stats = statSync(full)
    if (stats.isFile()) found.set(entry, `${stats.size} ${await hashOf(full)}`)
  }
  return found
}

async function hashOf(path) {
  const hash = createHash('sha1')
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(chunk)
  return hash.digest('hex')
}

/**
 * Creates names like those of cameras, scanners and programs, so that sorting has work to do. An existing folder is
 * reused: it is complete, because it gets its name only at the end.
 */
export function makeOddlyNamedFiles(path, count) {
  if (existsSync(path)) return
  const part = `${path}.part`
  rmSync(part, { recursive: true, force: true })
  mkdirSync(part, { recursive: true })
  const kinds = ['scan', 'IMG_', 'Report ', 'raw-', 'übersicht-', 'z']
  for (let n = 0; n < count; n += 1) {
    const name = `${kinds[n % kinds.length]}${(n * 7919) % count}.${n % 3 ? 'json' : 'pdf'}`
    const file = openSync(join(part, name), 'w')
    ftruncateSync(file, (n * 104_729) % 1_000_003) // The file is sparse: it has a size but needs no space.
    closeSync(file)
  }
  renameSync(part, path)
}
