import { isCode } from '../../object-store/failures/refusal.ts'
import { refuse } from '../../object-store/failures/failures.ts'
import type { Backend } from '../../backend.ts'
import { failingAs } from '../failures/failures.ts'
import { objectAt, type Scope } from '../connect/scope.ts'

const tiers = { fast: 'Expedited', standard: 'Standard', slow: 'Bulk' } as const
const usualDays = 7

/** S3 creates a temporary copy that can be read for some days. The file keeps its storage class. */
export function archiveFacetOf(scope: Scope): NonNullable<Backend['archive']> {
  return {
    async restore(path, { speed, days = usualDays }, { signal }) {
      const { bucket, key, attempt } = objectAt(scope, path, 's3.archive.restore')
      await failingAs(attempt, async () => {
        try {
          await scope.client.request({ right: 's3:RestoreObject', bucket, signal }, (s3, options) =>
            s3.restoreObject(
              {
                Bucket: bucket,
                Key: key,
                RestoreRequest: { Days: days, GlacierJobParameters: { Tier: tiers[speed] } },
              },
              options,
            ),
          )
        } catch (error) {
          if (isCode(error, 'RestoreAlreadyInProgress')) return // already in progress, so the aim is reached
          if (isCode(error, 'InvalidObjectState')) {
            throw refuse('bad-input', 's3.not-archived', attempt)
          }
          throw error
        }
      })
    },
  }
}
