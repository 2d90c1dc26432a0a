/** Shows the past from S3's listing of versions, which is sorted by key, newest first. */
import type { ListObjectVersionsOutput } from '@aws-sdk/client-s3'
import type { Backend } from '../../backend.ts'
import { momentsOf as momentsOfStore } from '../../object-store/read/moments.ts'
import type { Scope } from '../connect/scope.ts'
import { listBuckets } from '../read/list.ts'
import { decodeKey } from '../read/look-up.ts'
import { versionPages } from './state-pages.ts'
import { createStatesAt } from './states-at.ts'

export function momentsOf(scope: Scope): NonNullable<Backend['moments']> {
  return momentsOfStore<ListObjectVersionsOutput>(scope, {
    containers: (signal) => listBuckets(scope, signal),
    pages: ({ container: bucket, prefix, isFlat, most }, signal) =>
      versionPages(
        scope,
        { bucket, prefix, ...(!isFlat && { delimiter: '/' }), ...(most !== undefined && { most }) },
        signal,
      ),
    reader: createStatesAt,
    foldersOf: (page) => (page.CommonPrefixes ?? []).map(({ Prefix = '' }) => decodeKey(Prefix, page)),
    isLast: ({ IsTruncated = false }) => !IsTruncated,
  })
}
