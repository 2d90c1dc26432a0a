import { type FailureRow, soon } from './failure-row.ts'

export const githubFailures = {
  'github-wrong-token': {
    store: 'GitHub',
    wrong: 'wrong or expired token',
    kind: 'sign-in',
    exit: 3,
    withinS: soon,
    says: 'The service did not accept the token.',
  },
  'github-no-repository': {
    store: 'GitHub',
    wrong: 'no such repository',
    kind: 'not-found',
    exit: 4,
    withinS: soon,
    says: 'The repository does not exist, or the token is not allowed to see it.',
  },
  'github-no-more': {
    store: 'GitHub',
    wrong: 'too many requests',
    kind: 'busy',
    exit: 1,
    withinS: soon,
    says: 'The service allows no more requests until',
  },
  'github-nothing-listens': {
    store: 'GitHub',
    wrong: 'no server at the address',
    kind: 'unreachable',
    exit: 3,
    withinS: soon,
    says: 'No connection to the service could be made.',
  },
} as const satisfies Record<string, FailureRow>
