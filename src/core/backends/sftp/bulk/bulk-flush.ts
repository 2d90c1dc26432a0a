/**
 * Putting a batch on the server's disk. The protocol can ask that of one file at a time, and waiting for each costs more than
 * all else together; so the server's own `sync` is run once for a whole file system, where commands may be run, they see
 * the very files that SFTP sees, and the file system is one of which it is known that this reaches the disk.
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
  /** May files be left for `flush`? Else each is put on the disk by itself. `folderOf` gives the folder of one of them. */
  canFlush(
    session: SftpSession,
    count: number,
    folderOf: () => Promise<ServerPath>,
    signal: AbortSignal,
  ): Promise<boolean>
  /** Gives those that may not be on the disk, and why. */
  flush(session: SftpSession, files: readonly Staged[], signal: AbortSignal): Promise<Map<ServerPath, unknown>>
}

/** For fewer a program is not worth starting. */
const fewest = 8
const mostFlushMs = 120_000
/** ext, btrfs, xfs, overlay, as `stat -f` names them: not of the network, nor of another program. */
const flushable = new Set(['ef53', '9123683e', '58465342', '794c7630'])

export function createFlusher(connections: Connections): Flusher {
  /** Undefined until it was tried. */
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
  /** Who comes while a disk is flushed shares the next time with all others who do. */
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
  /** As the server numbers them; 0 where it does not. */
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
