/**
 * Google Cloud Storage over its own JSON API: a bucket, a part of one, or all buckets of a project. Folders are the
 * common prefixes of names up to a slash; `object-names.ts` describes how any name becomes a path.
 */
import { said } from '../../../contract/sentences/said.ts'
import type { Capabilities } from '../../../contract/capabilities.ts'
import { plainCapabilities } from '../../../contract/derived-capabilities.ts'
import type { Backend } from '../backend.ts'
import type { BackendDescriptor } from '../descriptor.ts'
import { fileAt } from '../object-store/address.ts'
import { nothingAt } from '../object-store/failures/failures.ts'
import { identityOf } from '../object-store/identity.ts'
import { statEntry } from '../object-store/read/stat.ts'
import { createRecentKeys } from '../object-store/recent-keys.ts'
import { makeFolder } from '../object-store/write/make-folder.ts'
import { removeEntry } from '../object-store/write/remove.ts'
import { type GcsConfig, gcsConfigSchema, keyPrefixOf } from './config.ts'
import { bucketFactsOf, missingForPieces } from './connect/bucket-facts.ts'
import { gcsChoices } from './connect/choices.ts'
import { createGcsClient } from './connect/client.ts'
import { importGcs, recogniseGcs } from './connect/paste.ts'
import { mostKeyBytes, namesSource, type Scope } from './connect/scope.ts'
import { failingAs } from './failures/failures.ts'
import { linksOf, longestLink } from './links.ts'
import { sumsOf } from './read/facts.ts'
import { listObjects } from './read/list.ts'
import { firstKeys, headIfAny } from './read/look-up.ts'
import { readObject } from './read/read.ts'
import { serverCopyOf } from './server-copy.ts'
import { gcsService } from './service.ts'
import { deletedOf } from './versions/deleted.ts'
import { momentsOf } from './versions/moments.ts'
import { trashOf } from './versions/trash.ts'
import { versionsOf } from './versions/versions.ts'
import { stagingOf } from './write/staging.ts'
import { writeObject } from './write/write.ts'

export const gcsDescriptor: BackendDescriptor<GcsConfig> = {
  type: 'gcs',
  group: 'cloud',
  hint: 'Google',
  config: gcsConfigSchema,
  secretKeys: ['credentials', 'accessToken'],
  isSecret: (key, value) => key !== 'credentials' || value.trimStart().startsWith('{'),
  choices: gcsChoices,
  recognise: recogniseGcs,
  importable: importGcs,
  open: (config, _deps, { signal }) => openGcs(config, signal),
}

/** Signs in and checks that the bucket exists. */
export async function openGcs(config: GcsConfig, signal: AbortSignal): Promise<Backend> {
  signal.throwIfAborted()
  const { bucket, storageClass } = config
  const opening = { operation: 'gcs.open', path: '', ...(bucket !== undefined && { container: bucket }) }
  return failingAs(opening, async () => {
    const client = await createGcsClient(config)
    const scope: Scope = {
      ...gcsService(client),
      client,
      prefix: keyPrefixOf(config),
      folders: createRecentKeys(30_000),
      absent: createRecentKeys(3000),
      ...(bucket !== undefined && { container: bucket }),
      ...(storageClass !== undefined && { storageClass }),
    }
    try {
      if (bucket === undefined) return backendOf(scope, manyBuckets)
      const [{ keepsVersions: keeps, isLocked }, missing] = await Promise.all([
        bucketFactsOf(client, bucket, signal),
        missingForPieces(client, bucket, signal),
        firstKeys(client, bucket, scope.prefix, signal),
      ])
      return backendOf(scope, { keeps, ...withoutPieces(isLocked, missing) })
    } catch (error) {
      await client.close()
      throw error
    }
  })
}

interface Kind {
  readonly keeps: Capabilities['keepsVersions']
  /** Why large files cannot be sent in pieces that survive the end of the program. */
  readonly noStaging?: string
}

const manyBuckets: Kind = {
  keeps: 'unknown',
  noStaging: said('gcs.many-buckets').message,
}

function withoutPieces(isLocked: boolean, missing: readonly string[]): Pick<Kind, 'noStaging'> {
  if (isLocked) return { noStaging: said('gcs.locked-bucket').message }
  const [right] = missing
  return right === undefined ? {} : { noStaging: said('gcs.no-right-for-pieces', { right }).message }
}

function backendOf(scope: Scope, kind: Kind): Backend {
  const { keeps, noStaging } = kind
  const { client } = scope
  const { account } = client.identity
  return {
    capabilities: capabilitiesOf(scope, kind),
    list: (path, options) => listObjects(scope, path, options),
    stat: (path, options) => statEntry(scope, path, options),
    read: (path, options) => readObject(scope, path, options),
    write: (path, body, options) => writeObject(scope, path, body, options),
    makeFolder: (path, options) => makeFolder(scope, path, options),
    remove: (path, options) => removeEntry(scope, path, options),
    serverCopy: serverCopyOf(scope),
    ...(noStaging === undefined && { staging: stagingOf(scope) }),
    versions: versionsOf(scope),
    ...(keeps !== false && { moments: momentsOf(scope), deleted: deletedOf(scope) }),
    ...(keeps === true && { trash: trashOf(scope) }),
    ...(account && { links: linksOf(scope, account) }),
    checksums: {
      async checksums(path, { signal }) {
        signal.throwIfAborted()
        const { container, key, attempt } = fileAt(scope, path, 'gcs.checksums')
        return failingAs(attempt, async () => {
          const object = await headIfAny(client, container, key, signal)
          if (!object) throw nothingAt(attempt)
          return sumsOf(object)
        })
      },
    },
    identity: identityOf(scope, `gcs ${client.endpoint}`),
    clock: { aheadMs: () => client.clock.aheadMs() },
    close: () => client.close(),
  }
}

const keepsNone = {
  deleted: said('objects.no-versions').message,
  moments: said('objects.no-moments').message,
}

function capabilitiesOf({ client, prefix }: Scope, { keeps, noStaging }: Kind): Capabilities {
  const hasKey = client.identity.account !== undefined
  const most = { value: Math.max(1, mostKeyBytes - Buffer.byteLength(prefix)), source: namesSource }
  return {
    ...plainCapabilities,
    facets: [
      'serverCopy',
      'checksums',
      'identity',
      'clock',
      'versions',
      ...(noStaging === undefined ? (['staging'] as const) : []),
      ...(keeps === false ? [] : (['moments', 'deleted'] as const)),
      ...(keeps === true ? (['trash'] as const) : []),
      ...(hasKey ? (['links'] as const) : []),
    ],
    withheld: {
      ...(!hasKey && { links: said('gcs.links-need-key').message }),
      ...(keeps !== true && { trash: said('gcs.maybe-no-trash').message }),
      ...(keeps === false && keepsNone),
      ...(noStaging !== undefined && { staging: noStaging }),
    },
    keepsVersions: keeps,
    keepsEmptyFolders: true,
    modifiedTime: { canSet: false, precisionMs: 1 },
    caseSensitive: true,
    distinguishesUnicodeForms: true,
    limits: { nameBytes: most, pathBytes: most },
    entryFacts: ['storageClass'],
    ...(hasKey && {
      links: { methods: ['get', 'put'], longestMs: longestLink, canRevoke: false, extras: ['name', 'type'] },
    }),
  }
}
