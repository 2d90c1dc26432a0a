/** The Google Cloud Storage implementation of the operations that all object stores share. */
import { said } from '../../../contract/sentences/said.ts'
import { isMissing } from '../object-store/failures/refusal.ts'
import { type Attempt, refuse } from '../object-store/failures/failures.ts'
import type { ObjectService } from '../object-store/store.ts'
import { bucketAt, type GcsClient, jsonBody, objectAt } from './connect/client.ts'
import { mostKeyBytes } from './connect/scope.ts'
import { gcsFailures } from './failures/failures.ts'
import { factsOf } from './read/facts.ts'
import { firstKeys, headIfAny, listPage } from './read/look-up.ts'
import { putObject } from './write/upload.ts'

export function gcsService(client: GcsClient): ObjectService {
  return {
    name: 'gcs',
    failures: gcsFailures,
    checkKey,
    checkNewKey(key, attempt) {
      checkKey(key, attempt)
      const isOdd = /[\r\n]/.test(key) || /^\.\.?$/.test(key) || key.startsWith('.well-known/acme-challenge/')
      if (isOdd) throw refuse('bad-name', 'gcs.bad-name', attempt)
    },
    firstKeys: (bucket, prefix, signal) => firstKeys(client, bucket, prefix, signal),
    async head(bucket, key, signal) {
      const object = await headIfAny(client, bucket, key, signal)
      return object && { kind: 'file', facts: factsOf(object) }
    },
    async listAt(bucket, key, folder, signal) {
      const { items = [], prefixes = [], nextPageToken } = await listPage(client, bucket, key, { most: 2, signal })
      const hasOthers = items.length + prefixes.length > 0 || nextPageToken !== undefined
      const row = items.find(({ name }) => name === key)
      if (row) return { found: { kind: 'file', facts: factsOf(row) }, hasOthers }
      const isFolder = folder !== undefined && prefixes.includes(folder)
      return { ...(isFolder && { found: { kind: 'folder' } }), hasOthers }
    },
    /** Stores an empty object with the folder's name and a slash. */
    async putFolder({ container: bucket, folder }, signal) {
      await putObject({ client }, { bucket, key: folder, mustBeNew: true, signal }, new Uint8Array())
    },
    async makeContainer(bucket, signal) {
      const { project } = client.identity
      await client.json({
        at: '/storage/v1/b',
        method: 'POST',
        query: { project },
        ...jsonBody({ name: bucket }),
        signal,
      })
    },
    async removeKey(bucket, key, signal) {
      await client.json({ at: objectAt(bucket, key), method: 'DELETE', signal })
    },
    async removeContainer(bucket, attempt, signal) {
      const keys = await firstKeys(client, bucket, '', signal)
      if (keys.length > 0) throw refuse('not-empty', said('objects.bucket-not-empty', { container: bucket }), attempt)
      try {
        await client.json({ at: bucketAt(bucket), method: 'DELETE', signal })
      } catch (error) {
        if (!isMissing(error)) throw error
      }
    },
  }
}

function checkKey(key: string, attempt: Attempt): void {
  if (Buffer.byteLength(key) <= mostKeyBytes) return
  throw refuse('bad-name', 'objects.name-too-long', attempt)
}
