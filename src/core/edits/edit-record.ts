/** What is known of an edited copy, stored next to it. It survives the program. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { uptime } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { locationSchema } from '../../contract/schemas/location.ts'
import { writeInOneStep } from '../files/write-in-one-step.ts'

const recordSchema = z.object({
  id: z.string(),
  location: locationSchema,
  name: z.string(),
  /** The remote file as it was last fetched or stored. */
  remote: z.object({ sizeBytes: z.number().exactOptional(), modifiedMs: z.number().exactOptional() }),
  /** The SHA-256 of the copy as it was last fetched or stored; empty until it is fetched completely. */
  sum: z.string(),
  /** The process that fetched it. */
  owner: z.object({ pid: z.number().int(), bootMs: z.number() }),
})
export type EditRecord = z.infer<typeof recordSchema>

/** One folder for each edit: the record, and the copy in a subfolder. */
export const folderOf = (root: string, id: string): string => join(root, id)
export const copyFolderOf = (root: string, id: string): string => join(root, id, 'copy')
export const copyPathOf = (root: string, { id, name }: EditRecord): string => join(copyFolderOf(root, id), name)

export async function makeFolders(root: string, id: string): Promise<void> {
  await mkdir(copyFolderOf(root, id), { recursive: true, mode: 0o700 })
}

export async function writeRecord(root: string, record: EditRecord): Promise<void> {
  await writeInOneStep(join(folderOf(root, record.id), 'record.json'), JSON.stringify(record))
}

/**
 * Returns the readable records. A folder without a record stays: its copy was never complete, or is of unknown origin.
 */
export async function readRecords(root: string): Promise<readonly EditRecord[]> {
  const ids = await readdir(root).catch(() => [])
  const found = await Promise.all(
    ids.map(async (id) => {
      try {
        return [recordSchema.parse(JSON.parse(await readFile(join(folderOf(root, id), 'record.json'), 'utf8')))]
      } catch {
        return []
      }
    }),
  )
  return found.flat()
}

export async function removeFolder(root: string, id: string): Promise<void> {
  await rm(folderOf(root, id), { recursive: true, force: true })
}

/** Undefined if the file does not exist. Many programs replace it when they save. */
export async function sumOfFile(path: string): Promise<string | undefined> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(path), hash)
    return hash.digest('hex')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

export async function sizeOfFile(path: string): Promise<number> {
  return (await stat(path)).size
}

/** Returns this process and the boot of the computer, because process ids are reused. */
export function ownOwner(): EditRecord['owner'] {
  return { pid: process.pid, bootMs: Math.round(Date.now() - uptime() * 1000) }
}

/** Clocks are corrected and not exact. */
const sameBootMs = 120_000

/** Tells whether another running process owns the edit. */
export function isOfAnother({ pid, bootMs }: EditRecord['owner']): boolean {
  if (pid === process.pid || Math.abs(bootMs - ownOwner().bootMs) > sameBootMs) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/** Returns a name that every system accepts. It keeps its ending, by which the system finds the program. */
export function copyNameOf(name: string): string {
  const safe = name.replaceAll(/[<>:"/\\|?*\p{Cc}]/gu, '_').replace(/[. ]+$/, '')
  const dot = safe.lastIndexOf('.')
  const ending = dot > 0 && safe.length - dot <= 20 ? safe.slice(dot) : ''
  const stem = Array.from(ending === '' ? safe : safe.slice(0, dot)).slice(0, 50)
  return `${stem.join('')}${ending}` || 'file'
}
