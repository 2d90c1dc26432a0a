/** Failures of mounts that consist of other mounts: crypt, scoped and union. */
import { type FailureRow, soon } from './failure-row.ts'

export const overMountsFailures = {
  'crypt-no-mount': {
    store: 'crypt',
    wrong: 'over a mount that does not exist',
    kind: 'not-found',
    exit: 4,
    withinS: soon,
    says: 'nowhere',
  },
  'crypt-unreachable': {
    store: 'crypt',
    wrong: 'over a server that can’t be reached',
    kind: 'unreachable',
    exit: 3,
    withinS: soon,
    says: 'No connection to the server could be made.',
  },
  'scoped-no-mount': {
    store: 'scoped',
    wrong: 'over a mount that does not exist',
    kind: 'not-found',
    exit: 4,
    withinS: soon,
    says: 'nowhere',
  },
  'scoped-unreachable': {
    store: 'scoped',
    wrong: 'over a server that can’t be reached',
    kind: 'unreachable',
    exit: 3,
    withinS: soon,
    says: 'No connection to the server could be made.',
  },
  'scoped-itself': {
    store: 'scoped',
    wrong: 'over itself',
    kind: 'bad-input',
    exit: 2,
    withinS: soon,
    says: 'itself',
  },
  'union-no-mount': {
    store: 'union',
    wrong: 'of mounts that do not exist',
    kind: 'not-found',
    exit: 4,
    withinS: soon,
    says: 'nowhere',
  },
  'union-unreachable': {
    store: 'union',
    wrong: 'of servers that can’t be reached',
    kind: 'unreachable',
    exit: 3,
    withinS: soon,
  },
} as const satisfies Record<string, FailureRow>
