import { createFailures } from '../object-store/failures/failures.ts'
import { webMeanings } from '../web/meanings.ts'
import { WebRefusal } from '../web/refusal.ts'

export { nothingAt, notAFile, notAFolder, refuse } from '../object-store/failures/failures.ts'

const failures = createFailures<WebRefusal>({
  isOurs: (error) => error instanceof WebRefusal,
  setting: 'url',
  meanings: {
    ...webMeanings,
    Http401: { kind: 'sign-in', say: 'http.sign-in' },
    Http407: { kind: 'sign-in', say: 'http.proxy-sign-in' },
    NoList: { kind: 'not-found', say: 'http.no-list' },
  },
})

export const { failingAs: httpFailingAs, failure: httpFailure } = failures
