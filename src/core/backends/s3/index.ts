/**
 * AWS S3 and everything that speaks its protocol: a bucket, a part of one, or all buckets of an account. Folders are what
 * keys share up to a slash; `object-names.ts` says how any key becomes a path. A listing costs nothing per row.
 */
import { type Capabilities, plainCapabilities } from '../../../contract/capabilities.ts'
import type { Backend } from '../backend.ts'
import type { BackendDescriptor } from '../registry.ts'
import { createS3Client, type Patience } from './client.ts'
import { keyPrefixOf, type S3Config, s3ConfigSchema } from './config.ts'
import { failingAs } from './failures.ts'
import { listPlace } from './list.ts'
import { createBucket, makeFolder } from './make-folder.ts'
import { mostKeyBytes, type Scope } from './place.ts'
import { readObject } from './read.ts'
import { createRecentKeys } from '../recent-keys.ts'
import { isCode, isMissing } from './refusal.ts'
import { removeEntry } from './remove.ts'
import { statEntry } from './stat.ts'
import { writeObject } from './write.ts'

export const s3Descriptor: BackendDescriptor<S3Config> = {
  type: 's3',
  group: 'cloud',
  hint: 'S3',
  config: s3ConfigSchema,
  open: (config, _deps, { signal }) => openS3(config, { signal }),
}

export interface OpenOptions {
  readonly signal: AbortSignal
  readonly patience?: Patience
}

/** Asks the service nothing, unless the bucket may have to be made. */
export async function openS3(config: S3Config, { signal, patience }: OpenOptions): Promise<Backend> {
  signal.throwIfAborted()
  const client = await createS3Client(config, patience)
  const { bucket } = config
  const scope: Scope = {
    client,
    prefix: keyPrefixOf(config),
    folders: createRecentKeys(30_000),
    absent: createRecentKeys(3000),
    written: createRecentKeys(10_000),
    ...(bucket !== undefined && { bucket }),
  }
  if (bucket !== undefined && config.createBucket) await ensureBucket(scope, bucket, signal)

  return {
    capabilities: capabilitiesOf(scope),
    list: (path, options) => listPlace(scope, path, options),
    stat: (path, options) => statEntry(scope, path, options),
    read: (path, options) => readObject(scope, path, options),
    write: (path, body, options) => writeObject(scope, path, body, options),
    makeFolder: (path, options) => makeFolder(scope, path, options),
    remove: (path, options) => removeEntry(scope, path, options),
    async close() {
      client.close()
    },
  }
}

function capabilitiesOf({ prefix }: Scope): Capabilities {
  const most = {
    value: Math.max(1, mostKeyBytes - Buffer.byteLength(prefix)),
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html',
  }
  return {
    ...plainCapabilities,
    keepsEmptyFolders: true,
    modifiedTime: { canSet: false, precisionMs: 1000 },
    caseSensitive: true,
    distinguishesUnicodeForms: true,
    limits: { nameBytes: most, pathBytes: most },
  }
}

async function ensureBucket(scope: Scope, bucket: string, signal: AbortSignal): Promise<void> {
  await failingAs({ operation: 's3.open', path: '', bucket }, async () => {
    try {
      await scope.client.request({ right: 's3:ListBucket', bucket, signal }, (s3, options) =>
        s3.headBucket({ Bucket: bucket }, options),
      )
    } catch (error) {
      if (!isMissing(error) && !isCode(error, 'NoSuchBucket')) throw error
      await createBucket(scope, bucket, signal).catch((refused: unknown) => {
        if (!isCode(refused, 'BucketAlreadyOwnedByYou')) throw refused
      })
    }
  })
}
