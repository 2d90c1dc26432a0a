import { createWorkerPool } from '../../../../lib/flow/worker-pool.ts'
import type { Backend } from '../../backend.ts'
import { isMissing } from '../../object-store/failures/refusal.ts'
import { moveToTrash } from '../../object-store/write/move-to-trash.ts'
import { keepsVersions } from '../connect/bucket-facts.ts'
import { objectAt } from '../connect/client.ts'
import type { Scope } from '../connect/scope.ts'
import { listPage } from '../read/look-up.ts'

const atOnce = 16

/** In a bucket with versioning, a deleted object stays as a generation that is no longer live. */
export function trashOf(scope: Scope): NonNullable<Backend['trash']> {
  return {
    moveToTrash: (path, waits) =>
      moveToTrash(scope, path, waits, {
        async whyForGood(bucket, signal) {
          const isKept = (await keepsVersions(scope.client, bucket, signal)) === true
          return isKept ? undefined : 'objects.no-longer-kept'
        },
        deleteFile: (bucket, key, signal) => deleteObject(scope, bucket, key, signal),
        async deleteFolder({ container, folder }, _isMarked, _attempt, signal) {
          if (folder !== undefined) await deleteBelow(scope, container, folder, signal)
        },
      }),
  }
}

async function deleteObject(scope: Scope, bucket: string, key: string, signal: AbortSignal): Promise<void> {
  scope.written?.drop(bucket, key)
  await scope.client.json({ at: objectAt(bucket, key), method: 'DELETE', signal })
}

/** Stops at the first failure. */
async function deleteBelow(scope: Scope, bucket: string, prefix: string, signal: AbortSignal): Promise<void> {
  let token: string | undefined
  do {
    const page = await listPage(scope.client, bucket, prefix, { token, isFlat: true, signal })
    const workers = createWorkerPool(atOnce)
    for (const { name } of page.items ?? []) {
      await workers.begin(async () => {
        try {
          await deleteObject(scope, bucket, name, signal)
        } catch (error) {
          if (!isMissing(error)) throw error
        }
      })
    }
    await workers.finish()
    token = page.nextPageToken
  } while (token !== undefined)
}
