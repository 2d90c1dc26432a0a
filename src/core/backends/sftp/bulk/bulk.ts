/** Handles many small files in few steps: their requests share one connection and do not wait for each other. */
import type { Backend, Waits } from '../../backend.ts'
import { isStageId } from '../../facets/stages.ts'
import { createFlusher } from './bulk-flush.ts'
import { readMany } from './bulk-read.ts'
import { writeMany } from './bulk-write.ts'
import { failingAs, refuse } from '../failures/failures.ts'
import type { Connections } from '../connect/connections.ts'
import { joinServer, realPlaceOf } from '../paths/resolve-path.ts'
import { StatusError } from '../wire/exchange.ts'
import type { ServerPath } from '../wire/packet.ts'
import type { SftpSession } from '../wire/session.ts'

const mostBytes = 1024 ** 2
const noSuchFile = 2

export function bulkOf(connections: Connections, root: ServerPath): NonNullable<Backend['bulk']> {
  const flusher = createFlusher(connections)
  return {
    mostBytes,
    mostCopyBytes: 0,
    read: (paths, options) => readMany(connections, root, paths, mostBytes, options),
    write: (writes, options) => writeMany(connections, root, flusher, writes, options),
    tidy: (path, id, options) => tidyStages(connections, root, path, id, options),
  }
}

/** Removes the staging files in a folder whose names begin with an id. Does nothing if the folder is gone. */
async function tidyStages(
  connections: Connections,
  root: ServerPath,
  path: string,
  id: string,
  { signal }: Waits,
): Promise<void> {
  const operation = 'sftp.bulk.tidy'
  return failingAs(operation, path, async () => {
    if (!isStageId(id)) throw refuse('bad-input', 'store.bad-stage', operation, path)
    const wanted = new RegExp(`^\\.portolan-${id}[a-z0-9]*\\.part$`)
    const session = await connections.short(signal)
    try {
      const folder = await realPlaceOf(session, root, path, operation)
      const found = await namesIn(session, folder, (name) => wanted.test(name))
      for (const name of found) await session.remove(joinServer(folder, name))
    } catch (error) {
      if (!(error instanceof StatusError && error.status === noSuchFile)) throw error
    }
  })
}

async function namesIn(session: SftpSession, folder: ServerPath, isWanted: (name: string) => boolean) {
  const handle = await session.openFolder(folder)
  const found: ServerPath[] = []
  try {
    for (;;) {
      const names = await session.readFolder(handle)
      if (!names) return found
      for (const { name } of names) if (isWanted(name)) found.push(name)
    }
  } finally {
    await session.close(handle)
  }
}
