/**
 * Blocks of files on disk, in folders like those of the mount: `<mount>/<folders…>/<name>~/`. Such a folder has a file
 * `state` for the state of the cached file, and one file for each block. Each is written under a temporary name first
 * and has a checksum, so that an incomplete one is never used. Any number of programs share the store. Disk errors
 * never cause a failure; the block is just missing.
 */
import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bodyOf, withSum } from './page-bytes.ts'
import { fileFolder, folderBelow } from './safe-names.ts'

export const blockBytes = 64 * 1024

export interface FileState {
  /** The file's own path. It distinguishes names that are the same on this disk. */
  readonly path: string
  readonly mark: string
  readonly sizeBytes?: number
  readonly modifiedMs?: number
  /** The time when the store was last asked. */
  readonly checkedMs: number
}

export interface BlockStore {
  state(path: string): Promise<FileState | undefined>
  /** Returns the numbers of the blocks of a state. */
  numbers(state: FileState): Promise<ReadonlySet<number>>
  block(state: FileState, number: number): Promise<Uint8Array<ArrayBuffer> | undefined>
  /**
   * Sets the state that is cached from now on. With `isOther`, blocks of other states are removed. Returns false if
   * nothing can be cached. It is synchronous, so no other work of this program runs in between.
   */
  begin(state: FileState, isOther: boolean): boolean
  /** Returns false if the block could not be stored, for example because the file was forgotten in the meantime. */
  keep(state: FileState, number: number, bytes: Uint8Array): Promise<boolean>
  /** Forgets a file, or a folder with everything below it. */
  forget(path: string): void
}

/** `root` is the folder of one mount. */
export function createBlockStore(root: string): BlockStore {
  const fileOf = (state: FileState, number: number) =>
    join(fileFolder(root, state.path), `${markName(state)}-${number}`)
  return {
    async state(path) {
      try {
        const body = bodyOf(await readFile(join(fileFolder(root, path), 'state')))
        const state = body && (JSON.parse(Buffer.from(body).toString()) as FileState)
        return state?.path === path ? state : undefined
      } catch {
        return undefined
      }
    },
    async numbers(state) {
      const names = await readdir(fileFolder(root, state.path)).catch(() => [])
      const start = `${markName(state)}-`
      return new Set(names.filter((name) => name.startsWith(start)).map((name) => Number(name.slice(start.length))))
    },
    async block(state, number) {
      try {
        const path = fileOf(state, number)
        const body = bodyOf(await readFile(path))
        if (!body) await rm(path, { force: true })
        return body
      } catch {
        return undefined
      }
    },
    begin(state, isOther) {
      const folder = fileFolder(root, state.path)
      const staged = join(folder, stagedName())
      try {
        if (isOther) rmSync(folder, { recursive: true, force: true })
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        writeFileSync(staged, withSum(Buffer.from(JSON.stringify(state))), { mode: 0o600 })
        renameSync(staged, join(folder, 'state'))
        return true
      } catch {
        dropQuietly(staged)
        return false
      }
    },
    async keep(state, number, bytes) {
      const staged = join(fileFolder(root, state.path), stagedName())
      try {
        await writeFile(staged, withSum(bytes), { mode: 0o600 })
        await rename(staged, fileOf(state, number))
        return true
      } catch {
        await rm(staged, { force: true }).catch(() => {})
        return false
      }
    },
    forget(path) {
      for (const folder of [folderBelow(root, path), ...(path === '' ? [] : [fileFolder(root, path)])]) {
        dropQuietly(folder)
      }
    },
  }
}

/** Ignores errors: remaining blocks belong to a state that is checked with the store before use. */
function dropQuietly(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true })
  } catch {
    // The disk refuses to delete it.
  }
}

/** Records that the file was used now, for eviction. */
export async function touch(root: string, path: string): Promise<void> {
  const now = new Date()
  await utimes(join(fileFolder(root, path), 'state'), now, now).catch(() => {})
}

const stagedEnd = '.part'
const stagedName = () => `${randomUUID()}${stagedEnd}`

function markName({ mark, path }: FileState): string {
  return createHash('sha256').update(`${path}\n${mark}`).digest('hex').slice(0, 24)
}
