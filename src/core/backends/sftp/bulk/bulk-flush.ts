/**
 * Flushes a batch of files to the server's disk. The protocol can flush only one file at a time, and waiting for each
 * flush takes longer than everything else together. So the server's own `sync` program is run once for a whole file
 * system. This requires that commands may be run, that they see the same files as SFTP, and that `sync` is known to
 * reach the disk on that file system.
 */
import { unlessAborted } from '../../../../lib/flow/unless-aborted.ts'
import type { Connections } from '../connect/connections.ts'
import { quotedForShell } from '../read/checksums.ts'
import { together } from './together.ts'
import type { ServerPath } from '../wire/packet.ts'
import { openFlags, type SftpSession } from '../wire/session.ts'

export interface Staged {
  readonly stage: ServerPath
  readonly folder: ServerPath
}

export interface Flusher {
  /**
   * Tells whether files may be left for `flush`. Otherwise each is flushed by itself. `folderOf` returns the folder of
   * one of the files.
   */
  canFlush(
    session: SftpSession,
    count: number,
    folderOf: () => Promise<ServerPath>,
    signal: AbortSignal,
  ): Promise<boolean>
  /** Returns the files that may not be on the disk, with the error of each. */
  flush(session: SftpSession, files: readonly Staged[], signal: AbortSignal): Promise<Map<ServerPath, unknown>>
}

/** For fewer files, starting a program is not worth it. */
const fewest = 8
const mostFlushMs = 120_000
/**
 * ext, btrfs, xfs and overlay, as `stat -f` names them. Network file systems and file systems of another program are
 * left out.
 */
const flushable = new Set(['ef53', '9123683e', '58465342', '794c7630'])

export function createFlusher(connections: Connections): Flusher {
  /** Undefined until it has been tried. */
  let works: boolean | undefined
  const turns = new Map<number, { running?: Promise<boolean> | undefined; next?: Promise<boolean> | undefined }>()

  async function isFlushable(folder: ServerPath, signal: AbortSignal): Promise<boolean> {
    const said = await connections.run(`stat -f -c %t -- ${quotedForShell(folder)}`, signal)
    return flushable.has(said?.trim() ?? '')
  }
  async function flushAround({ stage, folder }: Staged): Promise<boolean> {
    const file = quotedForShell(stage)
    const command = `test -f ${file} && stat -f -c %t -- ${quotedForShell(folder)} && sync -f -- ${file} && echo done`
    const [kind = '', done] = ((await connections.run(command, AbortSignal.timeout(mostFlushMs))) ?? '').split('\n')
    return flushable.has(kind) && done === 'done'
  }
  /** A file that arrives during a flush joins the next flush, together with all others that arrive. */
  async function flushTogether(disk: number, file: Staged): Promise<boolean> {
    const turn = turns.get(disk) ?? {}
    turns.set(disk, turn)
    turn.next ??= (async () => {
      await turn.running?.catch(() => {})
      turn.running = turn.next
      turn.next = undefined
      return flushAround(file)
    })()
    return turn.next
  }

  return {
    async canFlush(session, count, folderOf, signal) {
      if (!session.can('sync') || !session.can('fileSystem') || count < fewest || works === false) return false
      if (works === undefined) {
        const folder = await folderOf().catch(() => undefined)
        if (folder === undefined) return false
        works = await isFlushable(folder, signal).catch(() => false)
      }
      return works
    },
    async flush(session, files, signal) {
      const failed = new Map<ServerPath, unknown>()
      for (const some of await byFileSystem(session, files)) {
        const [first] = some.files
        const isWhole = some.disk !== 0 && some.files.length >= fewest && first !== undefined
        if (
          isWhole &&
          (await unlessAborted(
            flushTogether(some.disk, first).catch(() => false),
            signal,
          ))
        )
          continue
        if (isWhole) works = false
        await together(
          some.files,
          () => false,
          async ({ stage }) => {
            await syncOne(session, stage).catch((error: unknown) => failed.set(stage, error))
          },
        )
      }
      return failed
    },
  }
}

async function syncOne(session: SftpSession, stage: ServerPath): Promise<void> {
  const handle = await session.open(stage, openFlags.write)
  try {
    await session.sync(handle)
  } finally {
    await session.close(handle)
  }
}

interface OnOneDisk {
  /** The server's number of the file system; 0 if the server gives none. */
  readonly disk: number
  readonly files: readonly Staged[]
}

async function byFileSystem(session: SftpSession, files: readonly Staged[]): Promise<OnOneDisk[]> {
  const folders = [...new Set(files.map(({ folder }) => folder))]
  const disks = new Map<number, Staged[]>()
  const diskOf = new Map<ServerPath, number>()
  await together(
    folders,
    () => false,
    async (folder) => {
      const found = await session.fileSystem(folder).catch(() => undefined)
      diskOf.set(folder, found?.fileSystem ?? 0)
    },
  )
  for (const file of files) {
    const disk = diskOf.get(file.folder) ?? 0
    const some = disks.get(disk)
    if (some) some.push(file)
    else disks.set(disk, [file])
  }
  return [...disks].map(([disk, some]) => ({ disk, files: some }))
}
