/**
 * Translates errors of Google Cloud Storage into failures.
 * https://cloud.google.com/storage/docs/json_api/v1/status-codes
 */
import { createFailures, type Failures } from '../../object-store/failures/failures.ts'
import { webMeanings, type WebMeaning } from '../../web/meanings.ts'
import { WebRefusal } from '../../web/refusal.ts'

const signIn: WebMeaning = { kind: 'sign-in', say: 'gcs.sign-in' }

export const gcsFailures: Failures<WebRefusal> = createFailures({
  isOurs: (error) => error instanceof WebRefusal,
  setting: 'endpoint',
  meanings: {
    ...webMeanings,
    Http401: signIn,
    SignIn: signIn,
    BadCredentials: { kind: 'sign-in', say: 'gcs.bad-key' },
    Http403: { kind: 'denied', say: 'gcs.denied' },
    NoSuchBucket: { kind: 'not-found', say: 'objects.no-bucket' },
  },
})
export const { failingAs, failure: gcsFailure, mayPass } = gcsFailures
