import { said } from '../../../contract/sentences/said.ts'
import { isCode, isDenied } from '../object-store/failures/refusal.ts'
import type { Capabilities, FacetName, StorageClass } from '../../../contract/capabilities.ts'
import { plainCapabilities } from '../../../contract/derived-capabilities.ts'
import { changeableProperties } from '../../../contract/choices.ts'
import { versioningOf } from './properties/container.ts'
import { hasDotSegments, longestLink } from './links.ts'
import { mostKeyBytes, type Scope } from './connect/scope.ts'
import { deniedFor, type RightName } from './failures/rights.ts'

/** Whether a bucket keeps versions, as far as this mount may know. */
interface Keeping {
  readonly keepsVersions: Capabilities['keepsVersions']
  readonly withheld: Capabilities['withheld']
}

const always: readonly FacetName[] = [
  'links',
  'properties',
  'archive',
  'serverCopy',
  'removeMany',
  'container',
  'uploads',
  'checksums',
  'clock',
  'identity',
  'staging',
  'bulk',
]

/**
 * Asks whether the bucket keeps versions, and whether old ones may be listed. For a whole account this differs from
 * bucket to bucket.
 */
export async function capabilitiesOf(scope: Scope, signal: AbortSignal): Promise<Capabilities> {
  const { keepsVersions, withheld } =
    scope.container === undefined ? manyBuckets : await keepingOf(scope, scope.container, signal)
  const most = {
    value: Math.max(1, mostKeyBytes - Buffer.byteLength(scope.prefix)),
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html',
  }
  const facets: FacetName[] = [
    ...always.filter((facet) => withheld[facet] === undefined),
    ...(withheld.versions === undefined ? (['versions'] as const) : []),
    ...(withheld.moments === undefined ? (['moments'] as const) : []),
    ...(withheld.deleted === undefined ? (['deleted'] as const) : []),
    ...(withheld.trash === undefined ? (['trash'] as const) : []),
  ]
  return {
    ...plainCapabilities,
    facets,
    withheld,
    keepsVersions,
    keepsEmptyFolders: true,
    modifiedTime: { canSet: false, precisionMs: 1000 },
    caseSensitive: true,
    distinguishesUnicodeForms: true,
    limits: { nameBytes: most, pathBytes: most },
    entryFacts: ['storageClass'],
    links: {
      methods: ['get', 'put'],
      longestMs: longestLink,
      canRevoke: false,
      extras: ['name', 'type', ...(scope.publicUrl === undefined ? [] : (['permanent'] as const))],
    },
    properties: {
      changeable: changeableProperties.filter((name) => name !== 'modifiedMs'),
      storageClasses,
    },
    container: { canSetVersioning: true, canSetLifecycle: true },
  }
}

const manyBuckets: Keeping = {
  keepsVersions: 'unknown',
  withheld: { trash: said('s3.account-no-trash').message },
}

async function keepingOf(scope: Scope, bucket: string, signal: AbortSignal): Promise<Keeping> {
  const [versioning, listing] = await Promise.all([
    told(versioningOf(scope, bucket, signal), 's3:GetBucketVersioning'),
    told(listOneVersion(scope, bucket, signal), 's3:ListBucketVersions'),
  ])
  const isOn = versioning.value === 'on'
  const noTrash = isOn ? undefined : (versioning.why ?? said('s3.no-trash').message)
  const keepsNone = versioning.value === 'off'
  const noDeleted = listing.why ?? (keepsNone ? said('objects.no-versions').message : undefined)
  const noMoments = listing.why ?? (keepsNone ? said('objects.no-moments').message : undefined)
  return {
    keepsVersions: versioning.why === undefined ? isOn : 'unknown',
    withheld: {
      ...(noTrash !== undefined && { trash: noTrash }),
      ...(listing.why !== undefined && { versions: listing.why }),
      ...(noDeleted !== undefined && { deleted: noDeleted }),
      ...(noMoments !== undefined && { moments: noMoments }),
      ...(hasDotSegments(scope.prefix) && { links: said('objects.link-dots').message }),
    },
  }
}

interface Told<T> {
  readonly value?: T
  /** The reason why it is unknown. */
  readonly why?: string
}

/** A missing right or feature is a valid result. Any other error means that the mount cannot be opened. */
async function told<T>(asking: Promise<T>, right: RightName): Promise<Told<T>> {
  try {
    return { value: await asking }
  } catch (error) {
    if (isDenied(error)) return { why: deniedFor(right).message }
    const isUnknown = isCode(
      error,
      'NotImplemented',
      'MethodNotAllowed',
      'InvalidRequest',
      'Http501',
      'Http405',
      'Http400',
    )
    if (isUnknown) return { why: said('s3.keeps-no-versions').message }
    throw error
  }
}

async function listOneVersion({ client, prefix }: Scope, bucket: string, signal: AbortSignal): Promise<void> {
  await client.request({ right: 's3:ListBucketVersions', bucket, signal }, (s3, options) =>
    s3.listObjectVersions({ Bucket: bucket, Prefix: prefix, MaxKeys: 1, EncodingType: 'url' }, options),
  )
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html */
const storageClasses: StorageClass[] = [
  { id: 'STANDARD', label: 'Standard', isArchive: false },
  { id: 'INTELLIGENT_TIERING', label: 'Intelligent', isArchive: false },
  { id: 'STANDARD_IA', label: 'Infrequent', isArchive: false },
  { id: 'ONEZONE_IA', label: 'One zone', isArchive: false },
  { id: 'GLACIER_IR', label: 'Glacier instant', isArchive: false },
  { id: 'GLACIER', label: 'Glacier', isArchive: true },
  { id: 'DEEP_ARCHIVE', label: 'Deep archive', isArchive: true },
]
