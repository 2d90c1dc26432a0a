/**
 * AWS S3 and all services that speak its protocol: a bucket, a part of one, or all buckets of an account. Folders are
 * the common prefixes of keys up to a slash; `object-names.ts` describes how any key becomes a path. Rows of a listing
 * need no requests of their own.
 */
import { statEntry } from '../object-store/read/stat.ts'
import { removeEntry } from '../object-store/write/remove.ts'
import { makeFolder } from '../object-store/write/make-folder.ts'
import { identityOf } from '../object-store/identity.ts'
import { isCode, isMissing } from '../object-store/failures/refusal.ts'
import type { FacetName } from '../../../contract/capabilities.ts'
import type { Backend } from '../backend.ts'
import type { BackendDescriptor } from '../descriptor.ts'
import { archiveFacetOf } from './properties/archive.ts'
import { bulkOf } from './bulk.ts'
import { capabilitiesOf } from './capabilities.ts'
import { checksumsFacetOf } from './read/checksums.ts'
import { s3Choices } from './connect/choices.ts'
import { createS3Client, type S3Client } from './connect/client.ts'
import type { Patience } from '../patient-agents.ts'
import { keyPrefixOf, type S3Config, s3ConfigSchema, serviceOf } from './config.ts'
import { containerOf } from './properties/container.ts'
import { deletedOf } from './versions/deleted.ts'
import { failingAs } from './failures/failures.ts'
import { importS3 } from './connect/import.ts'
import { linksOf } from './links.ts'
import { momentsOf } from './versions/moments.ts'
import { listObjects } from './read/list.ts'
import { type Scope } from './connect/scope.ts'
import { encryptionOfSetting } from './write/object-headers.ts'
import { recogniseS3 } from './connect/paste.ts'
import { propertiesFacetOf } from './properties/properties.ts'
import { readObject } from './read/read.ts'
import { createRecentKeys } from '../object-store/recent-keys.ts'
import { removeMany } from './write/remove-many.ts'
import { serverCopyOf } from './copy/server-copy.ts'
import { s3Service } from './service.ts'
import { stagingOf } from './write/staging.ts'
import { trashOf } from './versions/trash.ts'
import { uploadsOf } from './write/uploads.ts'
import { versionsOf } from './versions/versions.ts'
import { writeObject } from './write/write.ts'

export const s3Descriptor: BackendDescriptor<S3Config> = {
  type: 's3',
  group: 'cloud',
  hint: 'S3',
  config: s3ConfigSchema,
  secretKeys: ['secretAccessKey', 'sessionToken'],
  choices: s3Choices,
  recognise: recogniseS3,
  importable: importS3,
  open: (config, _deps, { signal }) => openS3(config, { signal }),
}

export interface OpenOptions {
  readonly signal: AbortSignal
  readonly patience?: Patience
  /** The limit of one copy request, 5 GiB. Tests set a smaller one. */
  readonly largestCopyBytes?: number
}

/** Opens a mount. Asks the service whether the bucket keeps versions, and creates the bucket if configured. */
export async function openS3(
  config: S3Config,
  { signal, patience, largestCopyBytes = 5 * 1024 ** 3 }: OpenOptions,
): Promise<Backend> {
  signal.throwIfAborted()
  const client = await createS3Client(config, patience)
  const { bucket } = config
  const scope: Scope = {
    ...s3Service(client),
    client,
    prefix: keyPrefixOf(config),
    newFiles: {
      ...(config.storageClass !== undefined && { storageClass: config.storageClass }),
      ...(config.encryption !== undefined && { encryption: encryptionOfSetting(config.encryption) }),
    },
    largestCopyBytes,
    folders: createRecentKeys(30_000),
    absent: createRecentKeys(3000),
    written: createRecentKeys(10_000),
    ...(bucket !== undefined && { container: bucket }),
    ...(config.publicUrl !== undefined && { publicUrl: config.publicUrl }),
  }
  if (bucket !== undefined && config.createBucket) await ensureBucket(scope, bucket, signal)

  const capabilities = await openingAs(client, bucket, () => capabilitiesOf(scope, signal))
  const has = (facet: FacetName) => capabilities.facets.includes(facet)

  return {
    capabilities,
    list: (path, options) => listObjects(scope, path, options),
    stat: (path, options) => statEntry(scope, path, options),
    read: (path, options) => readObject(scope, path, options),
    write: (path, body, options) => writeObject(scope, path, body, options),
    makeFolder: (path, options) => makeFolder(scope, path, options),
    remove: (path, options) => removeEntry(scope, path, options),
    ...(has('links') && { links: linksOf(scope) }),
    properties: propertiesFacetOf(scope, capabilities),
    archive: archiveFacetOf(scope),
    serverCopy: serverCopyOf(scope),
    removeMany: { removeMany: (paths, options) => removeMany(scope, paths, options) },
    container: containerOf(scope),
    uploads: uploadsOf(scope),
    staging: stagingOf(scope),
    bulk: bulkOf(scope),
    checksums: checksumsFacetOf(scope),
    identity: identityOf(scope, `s3 ${serviceOf(config).endpoint ?? 'aws'}`),
    clock: { aheadMs: () => client.clock.aheadMs() },
    ...(has('versions') && { versions: versionsOf(scope) }),
    ...(has('moments') && { moments: momentsOf(scope) }),
    ...(has('deleted') && { deleted: deletedOf(scope) }),
    ...(has('trash') && { trash: trashOf(scope) }),
    async close() {
      client.close()
    },
  }
}

/** Closes the client if opening fails. */
async function openingAs<T>(client: S3Client, bucket: string | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await failingAs({ operation: 's3.open', path: '', ...(bucket !== undefined && { container: bucket }) }, work)
  } catch (error) {
    client.close()
    throw error
  }
}

async function ensureBucket(scope: Scope, bucket: string, signal: AbortSignal): Promise<void> {
  await failingAs({ operation: 's3.open', path: '', container: bucket }, async () => {
    try {
      await scope.client.request({ right: 's3:ListBucket', bucket, signal }, (s3, options) =>
        s3.headBucket({ Bucket: bucket }, options),
      )
    } catch (error) {
      if (!isMissing(error) && !isCode(error, 'NoSuchBucket')) throw error
      await scope.makeContainer(bucket, signal).catch((refused: unknown) => {
        if (!isCode(refused, 'BucketAlreadyOwnedByYou')) throw refused
      })
    }
  })
}
