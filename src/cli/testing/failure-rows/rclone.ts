import { type FailureRow, soon } from './failure-row.ts'

export const rcloneFailures = {
  'rclone-no-program': {
    store: 'rclone',
    wrong: 'no such program',
    kind: 'unsupported',
    exit: 1,
    withinS: soon,
    says: 'Install rclone from rclone.org or from the packages of your system.',
  },
  'rclone-unknown-remote': {
    store: 'rclone',
    wrong: 'a remote that is not in its settings',
    kind: 'bad-input',
    exit: 2,
    withinS: soon,
    says: 'There is no rclone remote of this name.',
    needs: 'rclone',
  },
  'rclone-encrypted': {
    store: 'rclone',
    wrong: 'settings that are encrypted, without their password',
    kind: 'sign-in',
    exit: 3,
    withinS: soon,
    says: 'The settings of rclone are encrypted, and their password is missing or wrong.',
    needs: 'rclone',
  },
} as const satisfies Record<string, FailureRow>
