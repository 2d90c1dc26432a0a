import { type FailureRow, soon } from './failure-row.ts'

export const gcsFailures = {
  'gcs-wrong-key': {
    store: 'GCS',
    wrong: 'a key that the service does not know',
    kind: 'sign-in',
    exit: 3,
    withinS: soon,
    says: 'The service did not accept the key or token.',
  },
  'gcs-no-key': {
    store: 'GCS',
    wrong: 'the file of the key does not exist',
    kind: 'sign-in',
    exit: 3,
    withinS: soon,
    says: 'The key can’t be used: credentials must be the JSON text of a key, or the path of its file.',
  },
  'gcs-no-bucket': {
    store: 'GCS',
    wrong: 'no such bucket',
    kind: 'not-found',
    exit: 4,
    withinS: soon,
    says: 'The bucket',
  },
  'gcs-nothing-listens': {
    store: 'GCS',
    wrong: 'no server at the address',
    kind: 'unreachable',
    exit: 3,
    withinS: soon,
    says: 'No connection to the service could be made.',
  },
} as const satisfies Record<string, FailureRow>
