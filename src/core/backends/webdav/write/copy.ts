import { randomBytes } from 'node:crypto'
import type { Backend, CopySource } from '../../backend.ts'
import { davPath, type DavPath } from '../connect/paths.ts'
import type { DavServer } from '../connect/server.ts'
import { failingAs, refuse } from '../failures/failures.ts'
import { etagOf, sizeOf } from '../read/facts.ts'
import { lookUp } from '../read/look-up.ts'
import { transfer } from './move.ts'
import { explainPut, targetOf } from './targets.ts'
import { checkStage, publish, stageBeside, tidy } from './write.ts'

interface Ref {
  readonly full: DavPath
  readonly etag: string | undefined
  readonly modified: string | undefined
}

/**
 * Copies with COPY to a staging name, so that the target is never incomplete. `account` identifies the user of the
 * server.
 */
export function serverCopyOf(server: DavServer, account: string): NonNullable<Backend['serverCopy']> {
  const store = `webdav ${server.requests.origin} ${account}`
  return {
    store,
    source: (path, { signal }) =>
      failingAs('webdav.serverCopy.source', path, async (): Promise<CopySource> => {
        const full = davPath(server.root, path, 'webdav.serverCopy.source')
        const found = await lookUp(server, full, { signal })
        const sizeBytes = sizeOf(found) ?? 0
        if (!found.isFolder) return { kind: 'same-store', store, sizeBytes, ref: refOf(full, found) }
        throw refuse('not-a-file', 'store.not-a-file', 'webdav.serverCopy.source', path)
      }),
    copyFrom(to, source, { ifExists, signal }) {
      const operation = 'webdav.serverCopy.copyFrom'
      return failingAs(operation, to, async () => {
        if (source.kind !== 'same-store' || source.store !== store) {
          throw refuse('unsupported', 'webdav.no-source', operation, to)
        }
        const ref = source.ref as Ref
        const target = await targetOf(server, to, { ifExists, signal }, operation)
        const stage = stageBeside(server, to, randomBytes(8).toString('hex'), operation)
        let isStaged = true
        try {
          await transfer(server, 'COPY', ref.full, stage, { overwrite: false, signal })
          const now = await lookUp(server, ref.full, { signal })
          if (sizeOf(now) !== source.sizeBytes || JSON.stringify(refOf(ref.full, now)) !== JSON.stringify(ref)) {
            throw refuse('changed', 'store.source-changed', operation, to)
          }
          const stored = await checkStage(server, stage, { path: to, sentBytes: source.sizeBytes, signal, operation })
          await publish(server, stage, target, to, { ifExists, signal, operation })
          isStaged = false
          return stored
        } catch (error) {
          signal.throwIfAborted()
          throw await explainPut(server, to, error, operation, { signal })
        } finally {
          if (isStaged) await tidy(server, stage, signal)
        }
      })
    },
  }
}

function refOf(full: DavPath, found: Parameters<typeof etagOf>[0]): Ref {
  return { full, etag: etagOf(found), modified: found.values.get('getlastmodified') }
}
