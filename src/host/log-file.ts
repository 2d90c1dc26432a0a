/**
 * A log of JSON lines with a limited size: one file and a few older ones. Several processes may write to it at the same
 * time. Its errors never reach a caller: a full disk loses log lines but does not affect operations.
 */
import { constants } from 'node:fs'
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

export interface LogFile {
  readonly path: string
  /** Never throws, and is not awaited. */
  write(line: object): void
  /** Writes the waiting lines and closes. */
  close(): Promise<void>
}

export interface LogFileOptions {
  readonly mostBytes?: number
  /** The number of older files, named `.1`, `.2` and so on. */
  readonly mostOld?: number
}

const collectMs = 200
/** The bytes that wait while the disk accepts nothing. Further lines are counted but not kept. */
const mostWaitingBytes = 1024 * 1024
const lockIsStaleMs = 10_000

export function createLogFile(path: string, { mostBytes = 5_000_000, mostOld = 4 }: LogFileOptions = {}): LogFile {
  let waiting: string[] = []
  let waitingBytes = 0
  let lost = 0
  let timer: NodeJS.Timeout | undefined
  let last: Promise<void> = Promise.resolve()
  let isClosed = false

  function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    last = last.then(writeWaiting).catch(() => {})
    return last
  }

  async function writeWaiting(): Promise<void> {
    if (waiting.length === 0) return
    const lines = waiting
    const count = lines.length
    waiting = []
    waitingBytes = 0
    const note = lost > 0 ? `${JSON.stringify({ timeMs: Date.now(), lostLines: lost })}\n` : ''
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      await rotateIfFull(path, mostBytes, mostOld)
      await append(path, Buffer.from(note + lines.join('')))
      lost = 0
    } catch {
      lost += count
    }
  }

  return {
    path,
    write(value) {
      if (isClosed) return
      const line = `${JSON.stringify(value)}\n`
      if (waitingBytes + line.length > mostWaitingBytes) {
        lost += 1
        return
      }
      waiting.push(line)
      waitingBytes += line.length
      timer ??= setTimeout(() => void flush(), collectMs).unref()
    },
    async close() {
      isClosed = true
      await flush()
    },
  }
}

/**
 * Writes all lines with one system call at the current end of the file, so that lines of several writers do not mix.
 */
async function append(path: string, bytes: Buffer): Promise<void> {
  // A symbolic link from another user is not followed.
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0)
  const file = await open(path, flags, 0o600)
  try {
    await keepPrivate(file)
    const { bytesWritten } = await file.write(bytes)
    if (bytesWritten < bytes.length) {
      await file.write(Buffer.from('\n')) // The next writer starts on a new line.
      throw new Error('the disk is full')
    }
  } finally {
    await file.close()
  }
}

async function keepPrivate(file: FileHandle): Promise<void> {
  if (process.platform === 'win32') return
  const { mode } = await file.stat()
  if ((mode & 0o077) !== 0) await file.chmod(0o600)
}

async function rotateIfFull(path: string, mostBytes: number, mostOld: number): Promise<void> {
  if ((await sizeOf(path)) < mostBytes) return
  const lock = `${path}.lock`
  if (!(await takeLock(lock))) return // Another process is rotating the files; this one tries again the next time.
  try {
    if ((await sizeOf(path)) < mostBytes) return // Another process has just rotated them.
    for (let number = mostOld - 1; number >= 1; number -= 1) {
      await rename(`${path}.${number}`, `${path}.${number + 1}`).catch(ignoreAbsent)
    }
    await rename(path, `${path}.1`)
  } finally {
    await rm(lock, { force: true })
  }
}

async function takeLock(lock: string): Promise<boolean> {
  try {
    await (await open(lock, 'wx', 0o600)).close()
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const { mtimeMs } = await stat(lock).catch(() => ({ mtimeMs: Date.now() }))
    if (Date.now() - mtimeMs > lockIsStaleMs) await rm(lock, { force: true }) // The process that held the lock was killed.
    return false
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (error) {
    ignoreAbsent(error)
    return 0
  }
}

function ignoreAbsent(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
}
