import { isCode, isDenied } from '../object-store/failures/refusal.ts'
import type { Capabilities, FacetName, StorageClass } from '../../../contract/capabilities.ts'
import { plainCapabilities } from '../../../contract/derived-capabilities.ts'
import { changeableProperties } from '../../../contract/choices.ts'
import { versioningOf } from './properties/container.ts'
import { dotLinks, hasDotSegments, longestLink } from './links.ts'
import { mostKeyBytes, type Scope } from './connect/scope.ts'
import { rights, type RightName } from './failures/rights.ts'

/** How a bucket keeps versions, as far as this mount may know. */
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

/** Asks whether the bucket keeps versions, and whether old ones may be listed; of whole accounts that differs by bucket. */
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
  withheld: { trash: 'Not every bucket of an account keeps versions, so deleting here is for good.' },
}

async function keepingOf(scope: Scope, bucket: string, signal: AbortSignal): Promise<Keeping> {
  const [versioning, listing] = await Promise.all([
    told(versioningOf(scope, bucket, signal), 's3:GetBucketVersioning'),
    told(listOneVersion(scope, bucket, signal), 's3:ListBucketVersions'),
  ])
  const isOn = versioning.value === 'on'
  const noTrash = isOn ? undefined : (versioning.why ?? 'This bucket keeps no versions, so deleting here is for good.')
  const keepsNone =
    versioning.value === 'off' ? 'This bucket keeps no versions: nothing deleted can be brought back.' : undefined
  const noDeleted = listing.why ?? keepsNone
  const noMoments = listing.why ?? (keepsNone && 'This bucket keeps no versions, so it can’t be shown as it was.')
  return {
    keepsVersions: versioning.why === undefined ? isOn : 'unknown',
    withheld: {
      ...(noTrash !== undefined && { trash: noTrash }),
      ...(listing.why !== undefined && { versions: listing.why }),
      ...(noDeleted !== undefined && { deleted: noDeleted }),
      ...(noMoments !== undefined && { moments: noMoments }),
      ...(hasDotSegments(scope.prefix) && { links: dotLinks }),
    },
  }
}

interface Told<T> {
  readonly value?: T
  /** Why it is not known. */
  readonly why?: string
}

/** A missing right or ability is an answer; all else is a failure to open the mount. */
async function told<T>(asking: Promise<T>, right: RightName): Promise<Told<T>> {
  try {
    return { value: await asking }
  } catch (error) {
    if (isDenied(error)) return { why: `Your key may not ${rights[right]}: it lacks the right ${right}.` }
    const isUnknown = isCode(
      error,
      'NotImplemented',
      'MethodNotAllowed',
      'InvalidRequest',
      'Http501',
      'Http405',
      'Http400',
    )
    if (isUnknown) return { why: 'This service keeps no versions.' }
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
