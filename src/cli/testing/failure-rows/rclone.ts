import { type FailureRow, soon } from './failure-row.ts'

export const rcloneFailures = {
  'rclone-no-program': {
    store: 'rclone',
    wrong: 'no such program',
    kind: 'unsupported',
    exit: 1,
    withinS: soon,
    says: 'rclone comes from rclone.org or with the system’s packages.',
  },
  'rclone-unknown-remote': {
    store: 'rclone',
    wrong: 'a remote that is not in its settings',
    kind: 'bad-input',
    exit: 2,
    withinS: soon,
    says: 'rclone knows no remote of this name',
    needs: 'rclone',
  },
  'rclone-encrypted': {
    store: 'rclone',
    wrong: 'settings that are encrypted, without their password',
    kind: 'sign-in',
    exit: 3,
    withinS: soon,
    says: 'rclone’s settings are encrypted, and the password for them is missing or wrong.',
    needs: 'rclone',
  },
} as const satisfies Record<string, FailureRow>
