import { type FailureRow, soon } from './failure-row.ts'

export const gitlabFailures = {
  'gitlab-wrong-token': {
    store: 'GitLab',
    wrong: 'wrong or expired token',
    kind: 'sign-in',
    exit: 3,
    withinS: soon,
    says: 'The service did not accept the token.',
  },
  'gitlab-no-repository': {
    store: 'GitLab',
    wrong: 'no such repository',
    kind: 'not-found',
    exit: 4,
    withinS: soon,
    says: 'The repository does not exist, or the token is not allowed to see it.',
  },
  'gitlab-no-more': {
    store: 'GitLab',
    wrong: 'too many requests',
    kind: 'busy',
    exit: 1,
    withinS: soon,
    says: 'The service allows no more requests until',
  },
  'gitlab-nothing-listens': {
    store: 'GitLab',
    wrong: 'no server at the address',
    kind: 'unreachable',
    exit: 3,
    withinS: soon,
    says: 'No connection to the service could be made.',
  },
} as const satisfies Record<string, FailureRow>
