/**
 * The bytes of all versions, each content once, named by its SHA-256. A content has its name only when it is whole and on the
 * disk; what a killed program leaves is a staged file, or a content no version has.
 */
import { createHash, randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, type FileHandle, mkdir, open, readdir, rename, rm, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { OsPath } from '../../backend.ts'
import { type FileState, stateOf } from '../file-state.ts'
import type { Layout } from '../layout.ts'

const blockBytes = 1024 ** 2

export interface Saved {
  readonly sum: string
  readonly sizeBytes: number
}

/** A content that comes in chunks. */
export interface Spool {
  add(chunk: Uint8Array): Promise<void>
  /** All of it is kept. */
  keep(): Promise<Saved>
  /** Done when it was kept. */
  drop(): Promise<void>
}

export interface Content {
  has(sum: string): Promise<boolean>
  spool(): Promise<Spool>
  /** Keeps the content of a file. `state` is the state that was read; it is absent when the file kept changing while it was read. */
  keepFile(full: OsPath, signal: AbortSignal): Promise<Saved & { readonly state?: FileState }>
  remove(sum: string): Promise<void>
}

/** Where it is below the folder of contents. */
export function contentPath(sum: string): string {
  return `${sum.slice(0, 2)}/${sum}`
}

export function openContent(layout: Layout): Content {
  return {
    has: (sum) => isKept(layout, sum),
    spool: () => openSpool(layout),
    async keepFile(full, signal) {
      const file = await open(full, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
      try {
        for (let tries = 1; ; tries += 1) {
          const before = stateOf(await file.stat({ bigint: true }))
          const saved = (await keepClone(layout, full, signal)) ?? (await keepCopy(layout, file, signal))
          const after = stateOf(await file.stat({ bigint: true }))
          const isOne = before.identity === after.identity && saved.sizeBytes === after.sizeBytes
          if (isOne) return { ...saved, state: after }
          if (tries === 3) return saved
        }
      } finally {
        await file.close()
      }
    },
    remove: (sum) => rm(join(layout.content, contentPath(sum)), { force: true }),
  }
}

async function isKept({ content }: Layout, sum: string): Promise<boolean> {
  const found = await stat(join(content, contentPath(sum))).catch(() => undefined)
  return found?.isFile() === true
}

function newStage({ staged }: Layout): string {
  return join(staged, `${process.pid}-${randomBytes(8).toString('hex')}`)
}

/** Gives a stage, which is on the disk, its name. */
async function settle(layout: Layout, stage: string, sum: string): Promise<void> {
  if (await isKept(layout, sum)) return unlink(stage)
  const folder = join(layout.content, sum.slice(0, 2))
  if (await mkdir(folder, { recursive: true })) await syncFolder(layout.content)
  await rename(stage, join(layout.content, contentPath(sum)))
  await syncFolder(folder)
}

async function openSpool(layout: Layout): Promise<Spool> {
  const stage = newStage(layout)
  const file = await open(stage, 'wx', 0o600)
  const hash = createHash('sha256')
  let sizeBytes = 0
  let isOver = false
  return {
    async add(chunk) {
      hash.update(chunk)
      for (let at = 0; at < chunk.length;)
        at += (await file.write(chunk, at, chunk.length - at, sizeBytes + at)).bytesWritten
      sizeBytes += chunk.length
    },
    async keep() {
      await file.sync()
      const sum = hash.digest('hex')
      await file.close()
      await settle(layout, stage, sum)
      isOver = true
      return { sum, sizeBytes }
    },
    async drop() {
      if (isOver) return
      isOver = true
      await file.close().catch(() => {})
      await unlink(stage).catch(() => {})
    },
  }
}

/** Shares the blocks of the file; undefined where the disk can't. */
async function keepClone(layout: Layout, full: OsPath, signal: AbortSignal): Promise<Saved | undefined> {
  const stage = newStage(layout)
  try {
    await copyFile(full, stage, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE_FORCE)
  } catch {
    await rm(stage, { force: true })
    return undefined
  }
  const file = await open(stage, 'r+')
  try {
    await file.chmod(0o600)
    const hash = createHash('sha256')
    let sizeBytes = 0
    for await (const chunk of blocksOf(file, signal)) {
      hash.update(chunk)
      sizeBytes += chunk.length
    }
    await file.sync()
    const sum = hash.digest('hex')
    await settle(layout, stage, sum)
    return { sum, sizeBytes }
  } finally {
    await file.close()
    await rm(stage, { force: true })
  }
}

async function keepCopy(layout: Layout, file: FileHandle, signal: AbortSignal): Promise<Saved> {
  const spool = await openSpool(layout)
  try {
    for await (const chunk of blocksOf(file, signal)) await spool.add(chunk)
    return await spool.keep()
  } finally {
    await spool.drop()
  }
}

async function* blocksOf(file: FileHandle, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const block = Buffer.allocUnsafeSlow(blockBytes)
  for (let at = 0; ;) {
    signal.throwIfAborted()
    const { bytesRead } = await file.read(block, 0, block.length, at)
    if (bytesRead === 0) return
    at += bytesRead
    yield block.subarray(0, bytesRead)
  }
}

/** Stages of programs that are no more. */
export async function tidyStaged({ staged }: Layout): Promise<void> {
  for (const name of await readdir(staged)) {
    const pid = Number.parseInt(name, 10)
    if (!isAlive(pid)) await rm(join(staged, name), { force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, constants.O_RDONLY)
  try {
    await handle.sync()
  } catch {
    // some network disks can't sync a folder
  } finally {
    await handle.close()
  }
}
