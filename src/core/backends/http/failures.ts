import { createFailures } from '../object-store/failures/failures.ts'
import { webMeanings, type WebMeaning } from '../web/meanings.ts'
import { WebRefusal } from '../web/refusal.ts'

export { nothingAt, notAFile, refuse } from '../object-store/failures/failures.ts'

const noList: WebMeaning = {
  kind: 'not-found',
  say: () => 'There is no list of files at the address in list.',
}

const failures = createFailures<WebRefusal>({
  isOurs: (error) => error instanceof WebRefusal,
  container: 'container',
  meanings: {
    ...webMeanings('url', 'web server'),
    Http401: {
      kind: 'sign-in',
      say: () => 'The server does not let you in. Check user and password, or token.',
    },
    Http407: { kind: 'sign-in', say: () => 'A proxy on the way wants you to sign in.' },
    Http412: { kind: 'changed', say: ({ what }) => `${what} changed meanwhile.` },
    NoList: noList,
  },
})

export const { failingAs: httpFailingAs, failure: httpFailure } = failures
