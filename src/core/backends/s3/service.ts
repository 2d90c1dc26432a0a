/** The S3 implementation of the operations that all object stores share. */
import type { S3Client } from './connect/client.ts'
import { refuse } from '../object-store/failures/failures.ts'
import type { ObjectService } from '../object-store/store.ts'
import { s3Failures } from './failures/failures.ts'
import { factsOf } from './read/list.ts'
import { decodeKey, firstKeys, headIfAny } from './read/look-up.ts'
import { mostKeyBytes } from './connect/scope.ts'
import { putObject } from './write/put-object.ts'

export function s3Service(client: S3Client): ObjectService {
  const scope = { client }
  const checkKey: ObjectService['checkKey'] = (key, attempt) => {
    if (Buffer.byteLength(key) <= mostKeyBytes) return
    throw refuse('bad-name', 'objects.name-too-long', attempt)
  }

  return {
    name: 's3',
    failures: s3Failures,
    checkKey,
    checkNewKey: checkKey, // a folder's key has an additional slash
    firstKeys: (bucket, prefix, signal) => firstKeys(scope, bucket, prefix, signal),
    async head(bucket, key, signal) {
      const head = await headIfAny(scope, bucket, key, signal)
      if (!head) return undefined
      const { ContentLength, LastModified, StorageClass: storageClass = 'STANDARD' } = head
      return { kind: 'file', facts: { ...factsOf(ContentLength, LastModified), storageClass } }
    },
    async listAt(bucket, key, folder, signal) {
      const output = await client.request({ right: 's3:ListBucket', bucket, signal }, (s3, options) =>
        s3.listObjectsV2({ Bucket: bucket, Prefix: key, Delimiter: '/', MaxKeys: 1, EncodingType: 'url' }, options),
      )
      const [row] = output.Contents ?? []
      if (row?.Key !== undefined && decodeKey(row.Key, output) === key) {
        const { Size, LastModified, StorageClass } = row
        const facts = { ...factsOf(Size, LastModified), ...(StorageClass && { storageClass: StorageClass }) }
        return { found: { kind: 'file', facts }, hasOthers: true }
      }
      const prefix = output.CommonPrefixes?.[0]?.Prefix
      const isFolder = prefix !== undefined && decodeKey(prefix, output) === folder
      return { ...(isFolder && { found: { kind: 'folder' } }), hasOthers: row !== undefined || prefix !== undefined }
    },
    /** Stores an empty object with the folder's name and a slash. */
    async putFolder({ container: bucket, folder }, signal) {
      await putObject(scope, { bucket, key: folder, bytes: new Uint8Array(), mustBeNew: true, signal })
    },
    async makeContainer(bucket, signal) {
      await client.request({ right: 's3:CreateBucket', bucket, signal }, (s3, options) =>
        s3.createBucket({ Bucket: bucket }, options),
      )
    },
    /** S3 reports success even if nothing exists at the key. */
    async removeKey(bucket, key, signal) {
      await client.request({ right: 's3:DeleteObject', bucket, signal }, (s3, options) =>
        s3.deleteObject({ Bucket: bucket, Key: key }, options),
      )
    },
    async removeContainer(bucket, _, signal) {
      await client.request({ right: 's3:DeleteBucket', bucket, signal }, (s3, options) =>
        s3.deleteBucket({ Bucket: bucket }, options),
      )
    },
  }
}
