/** Copies within the service, in as many steps as it needs. */
import { createHash } from 'node:crypto'
import type { Backend } from '../backend.ts'
import { atAddress, fileAt } from '../object-store/address.ts'
import { nothingAt, notAFile, otherSize, refuse, taken } from '../object-store/failures/failures.ts'
import { isUnmet, unlessDenied } from '../object-store/failures/refusal.ts'
import { isFolder } from '../object-store/read/look-up.ts'
import { noteStored } from '../object-store/write/target.ts'
import type { Scope } from './connect/scope.ts'
import { failingAs } from './failures/failures.ts'
import { headIfAny } from './read/look-up.ts'
import { rewrite, type SourceObject } from './write/rewrite.ts'
import { freeTarget, storedOf } from './write/write.ts'

interface Source extends SourceObject {
  readonly md5Hash: string | undefined
}

/** Returns a name that is equal for two mounts of one service and one identity. It contains no secret. */
export function storeOf({ client: { endpoint, identity } }: Pick<Scope, 'client'>): string {
  return `gcs:${createHash('sha256')
    .update(JSON.stringify([endpoint, identity.who]))
    .digest('hex')}`
}

export function serverCopyOf(scope: Scope): NonNullable<Backend['serverCopy']> {
  const { client } = scope
  const store = storeOf(scope)
  return {
    store,
    async source(path, { signal }) {
      const { container: bucket, key, attempt } = fileAt(scope, path, 'gcs.serverCopy.source')
      return failingAs(attempt, async () => {
        const said = await headIfAny(client, bucket, key, signal)
        if (!said) {
          const isThere = await unlessDenied(isFolder(scope, bucket, `${key}/`, signal), false)
          throw isThere ? notAFile(attempt) : nothingAt(attempt)
        }
        const ref: Source = { bucket, key, generation: said.generation, md5Hash: said.md5Hash }
        return { kind: 'same-store', store, sizeBytes: Number(said.size ?? 0), ref }
      })
    },
    async copyFrom(to, source, { ifExists, signal, onProgress }) {
      const operation = 'gcs.serverCopy.copyFrom'
      return atAddress(scope, { operation, path: to, signal }, async (address, attempt) => {
        if (source.kind !== 'same-store' || source.store !== store) {
          throw refuse('unsupported', 'objects.not-copied-by-service', attempt)
        }
        const from = source.ref as Source
        const { container, key } = await freeTarget(scope, address, attempt, { ifExists, signal })
        try {
          const said = await rewrite(
            scope,
            from,
            { container, key },
            { ...(ifExists === 'fail' && { ifGeneration: 0 }), signal, onProgress },
          )
          noteStored(scope, container, key)
          if (Number(said.size) !== source.sizeBytes) throw otherSize(attempt, Number(said.size), source.sizeBytes)
          onProgress?.(source.sizeBytes)
          return storedOf(to, said, from.md5Hash !== undefined && said.md5Hash === from.md5Hash ? 'sum' : 'size')
        } catch (error) {
          if (!isUnmet(error)) throw error
          if (ifExists === 'fail' && (await headIfAny(client, container, key, signal))) throw taken(attempt)
          throw refuse('changed', 'store.source-changed', attempt)
        }
      })
    },
  }
}
