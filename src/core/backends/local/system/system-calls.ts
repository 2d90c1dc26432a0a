/**
 * System calls that Node does not offer, made through koffi. All except one are synchronous, so they are for worker
 * threads only. They exist only on 64-bit Linux. On other systems, if koffi cannot be loaded, or with
 * PORTOLAN_SYSTEM_CALLS=off there are none, and every caller has a fallback.
 */
import { createRequire } from 'node:module'
import { getSystemErrorName } from 'node:util'
import type { OsPath } from '../paths/names.ts'

/** Each call throws the system's error. */
export interface SystemCalls {
  /**
   * Renames in one step and never replaces anything: throws `EEXIST`, or `EINVAL` or `ENOSYS` if the file system cannot
   * do it.
   */
  renameToFree(from: OsPath, to: OsPath): void
  /** Flushes the whole file system of an open file to disk. */
  flushFileSystem(file: number): void
  /** Starts to flush these bytes of an open file to disk. It does not wait, and reports no failure. */
  beginFlush(file: number, at: number, length: number): void
  /** Returns the offset of the next data in an open file; undefined if only a hole follows. */
  nextData(file: number, at: number): number | undefined
  /** Returns the offset of the next hole; the end of the file counts as one. */
  nextHole(file: number, at: number): number
  /** Returns the names of the extended attributes of an open file. */
  attributesOf(file: number): readonly string[]
  readAttribute(file: number, name: string): Uint8Array
  setAttribute(file: number, name: string, value: Uint8Array): void
  /**
   * Copies bytes of one open file to the same offset of another, within the system, in another thread. Returns the
   * number of copied bytes; 0 if it cannot copy, or at the end of the source.
   */
  copyRange(from: number, to: number, at: number, length: number): Promise<number>
}

const here = -100 // AT_FDCWD: all paths are absolute
const noReplace = 1
const beginWriting = 2 // SYNC_FILE_RANGE_WRITE
const seekData = 3
const seekHole = 4
/** The system's limit for all names together, and for one value. */
const mostAttributeBytes = 64 * 1024

let known: { readonly calls: SystemCalls | undefined } | undefined

export function systemCalls(): SystemCalls | undefined {
  known ??= { calls: load() }
  return known.calls
}

interface Call {
  (...values: readonly unknown[]): number
  async(...values: readonly [...unknown[], (error: unknown, result: number) => void]): void
}
interface Koffi {
  load(path: null): { func(definition: string): Call }
  errno(): number
  sizeof(type: string): number
}

function load(): SystemCalls | undefined {
  if (process.platform !== 'linux' || process.env.PORTOLAN_SYSTEM_CALLS === 'off') return undefined
  try {
    const koffi = createRequire(import.meta.url)('koffi') as Koffi
    return koffi.sizeof('void *') === 8 ? bind(koffi) : undefined
  } catch {
    return undefined // not installed, or a library that lacks one of the calls
  }
}

function bind(koffi: Koffi): SystemCalls {
  const library = koffi.load(null)
  const renameat2 = library.func('int renameat2(int, const void *, int, const void *, uint)')
  const syncfs = library.func('int syncfs(int)')
  const syncFileRange = library.func('int sync_file_range(int, int64, int64, uint)')
  const lseek = library.func('int64 lseek(int, int64, int)')
  const flistxattr = library.func('intptr_t flistxattr(int, void *, size_t)')
  const fgetxattr = library.func('intptr_t fgetxattr(int, const void *, void *, size_t)')
  const fsetxattr = library.func('int fsetxattr(int, const void *, const void *, size_t, int)')
  const copyFileRange = library.func('intptr_t copy_file_range(int, void *, int, void *, size_t, uint)')
  const memory = Buffer.allocUnsafeSlow(mostAttributeBytes)
  /** The memory that the system writes to until a call ends. It must not be garbage-collected before. */
  const inUse = new Set<object>()

  function checked(call: string, result: number): number {
    if (result >= 0) return result
    const code = getSystemErrorName(-koffi.errno())
    throw Object.assign(new Error(`${code}: ${call}`), { code, syscall: call })
  }
  return {
    renameToFree: (from, to) => void checked('renameat2', renameat2(here, ended(from), here, ended(to), noReplace)),
    flushFileSystem: (file) => void checked('syncfs', syncfs(file)),
    beginFlush: (file, at, length) => void syncFileRange(file, at, length, beginWriting),
    nextData(file, at) {
      const found = lseek(file, at, seekData)
      if (found < 0 && getSystemErrorName(-koffi.errno()) === 'ENXIO') return undefined
      return checked('lseek', found)
    },
    nextHole: (file, at) => checked('lseek', lseek(file, at, seekHole)),
    attributesOf(file) {
      const length = checked('flistxattr', flistxattr(file, memory, memory.length))
      return length === 0 ? [] : memory.toString('latin1', 0, length - 1).split('\0')
    },
    readAttribute: (file, name) =>
      new Uint8Array(memory.subarray(0, checked('fgetxattr', fgetxattr(file, named(name), memory, memory.length)))),
    setAttribute: (file, name, value) =>
      void checked('fsetxattr', fsetxattr(file, named(name), Buffer.from(value), value.length, 0)),
    copyRange: (from, to, at, length) =>
      new Promise((resolve, reject) => {
        const places = [offset(at), offset(at)] as const
        const [start, target] = places
        inUse.add(places)
        copyFileRange.async(from, start, to, target, length, 0, (error, copied) => {
          if (error) reject(error instanceof Error ? error : new Error('copy_file_range could not be called'))
          else resolve(Math.max(0, copied))
          inUse.delete(places)
        })
      }),
  }
}

function offset(at: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64LE(BigInt(at)) // 64-bit Linux runs on little-endian machines
  return bytes
}

/** Converts a path to a null-terminated string, as in C. */
function ended(path: OsPath): Buffer {
  return Buffer.concat([Buffer.from(path), nul])
}
const nul = Buffer.of(0)

/** Attribute names can be any bytes too; here they have one character for each byte. */
const named = (name: string) => ended(Buffer.from(name, 'latin1'))
