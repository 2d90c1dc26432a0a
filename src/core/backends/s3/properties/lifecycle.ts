import type { LifecycleRule as ServiceRule } from '@aws-sdk/client-s3'
import type { LifecycleRule } from '../../../../contract/facets.ts'

/** Translates a rule into Portolan's form. A rule with more settings is foreign and can only be shown. */
export function fromServiceRule(rule: ServiceRule): LifecycleRule {
  const { ID = '', Status, Filter, Prefix, Expiration, NoncurrentVersionExpiration, Transitions = [] } = rule
  const { AbortIncompleteMultipartUpload } = rule
  const [move] = Transitions
  const shown: LifecycleRule = {
    id: ID,
    isEnabled: Status === 'Enabled',
    prefix: Filter?.Prefix ?? Prefix ?? '',
    ...(Expiration?.Days && { expireDays: Expiration.Days }),
    ...(NoncurrentVersionExpiration?.NoncurrentDays && {
      expireOldVersionsDays: NoncurrentVersionExpiration.NoncurrentDays,
    }),
    ...(move?.Days !== undefined &&
      move.StorageClass && { moveToClass: { days: move.Days, storageClass: move.StorageClass } }),
    ...(AbortIncompleteMultipartUpload?.DaysAfterInitiation && {
      abortUploadsDays: AbortIncompleteMultipartUpload.DaysAfterInitiation,
    }),
    isForeign: false,
  }
  return { ...shown, isForeign: !saysTheSame(toServiceRule(shown), rule) }
}

export function toServiceRule(rule: LifecycleRule): ServiceRule {
  const { id, isEnabled, prefix, expireDays, expireOldVersionsDays, moveToClass, abortUploadsDays } = rule
  return {
    ID: id,
    Status: isEnabled ? 'Enabled' : 'Disabled',
    Filter: { Prefix: prefix },
    ...(expireDays !== undefined && { Expiration: { Days: expireDays } }),
    ...(expireOldVersionsDays !== undefined && {
      NoncurrentVersionExpiration: { NoncurrentDays: expireOldVersionsDays },
    }),
    ...(moveToClass && {
      Transitions: [{ Days: moveToClass.days, StorageClass: moveToClass.storageClass as 'STANDARD_IA' }],
    }),
    ...(abortUploadsDays !== undefined && {
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: abortUploadsDays },
    }),
  }
}

/**
 * Tells whether a rule survives the translation without loss. Services write the prefix in two places, and some add
 * empty ones.
 */
function saysTheSame(ours: ServiceRule, theirs: ServiceRule): boolean {
  const { Filter, Prefix: _, ...rest } = theirs
  const { Filter: __, ...own } = ours
  const others = Object.entries(Filter ?? {}).filter(([name, value]) => name !== 'Prefix' && value !== undefined)
  return others.length === 0 && plain(own) === plain(rest)
}

function plain(rule: object): string {
  const isThere = ([, value]: [string, unknown]) => value !== undefined && !(Array.isArray(value) && value.length === 0)
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(rule)
        .filter(isThere)
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ),
  )
}
