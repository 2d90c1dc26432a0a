/** What Google Cloud Storage refuses, as failures. https://cloud.google.com/storage/docs/json_api/v1/status-codes */
import { createFailures, type Failures } from '../../object-store/failures/failures.ts'
import { webMeanings, type WebMeaning } from '../../web/meanings.ts'
import { WebRefusal } from '../../web/refusal.ts'

const signIn: WebMeaning = { kind: 'sign-in', say: () => 'The service did not accept the key or token.' }

export const gcsFailures: Failures<WebRefusal> = createFailures({
  isOurs: (error) => error instanceof WebRefusal,
  container: 'bucket',
  meanings: {
    ...webMeanings('endpoint', 'Google Cloud Storage'),
    Http401: signIn,
    SignIn: signIn,
    BadCredentials: {
      kind: 'sign-in',
      say: () => 'The key can’t be used: credentials is the JSON of a key, or the path of its file.',
    },
    Http403: { kind: 'denied', say: ({ what }) => `This identity may not do that with ${what}. Check its roles.` },
    NoSuchBucket: { kind: 'not-found', say: ({ container }) => `There is no ${container}.` },
  },
})
export const { failingAs, failure: gcsFailure, mayPass } = gcsFailures
