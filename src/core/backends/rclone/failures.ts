/** rclone's errors are sentences of seventy stores: what they mean is told by their words. */
import { type FailureKind, StorageError } from '../../../contract/failure.ts'
import { baseName } from '../../../contract/location.ts'

interface Reading {
  readonly pattern: RegExp
  readonly kind: FailureKind
  readonly say: (what: string) => string
  readonly retry?: 'later'
}

/** The first that fits. */
const readings: readonly Reading[] = [
  {
    pattern: /unable to decrypt configuration|couldn't decrypt configuration|RCLONE_CONFIG_PASS/i,
    kind: 'sign-in',
    say: () => 'rclone’s settings are encrypted, and the password for them is missing or wrong.',
  },
  {
    pattern: /didn't find section in config file|didn't find backend called/i,
    kind: 'bad-input',
    say: () => 'rclone knows no remote of this name; “rclone listremotes” shows those it knows.',
  },
  { pattern: /not[ -]empty/i, kind: 'not-empty', say: (what) => `The folder ${what} is not empty.` },
  {
    pattern: /(directory|object|file|bucket|container) not found|no such file/i,
    kind: 'not-found',
    say: (what) => `Nothing is at ${what}.`,
  },
  {
    pattern: /not a directory|is a file not|^readdir .*request is not supported/i,
    kind: 'not-a-folder',
    say: (what) => `${what} is not a folder.`,
  },
  {
    pattern: /is a directory|not a regular file/i,
    kind: 'not-a-file',
    say: (what) => `${what} is a folder, not a file.`,
  },
  {
    pattern: /file name too long|invalid (file )?name|invalid argument/i,
    kind: 'bad-name',
    say: (what) => `The store can’t hold the name ${what}.`,
  },
  {
    pattern: /no space left|quota|insufficient.?storage|507/i,
    kind: 'no-space',
    say: () => 'The store behind rclone has no room left.',
  },
  {
    pattern: /\b429\b|too many requests|rate.?limit|slow ?down/i,
    kind: 'busy',
    say: () => 'The store behind rclone asks to slow down.',
    retry: 'later',
  },
  {
    pattern: /permission denied|access ?denied|forbidden|\b403\b/i,
    kind: 'denied',
    say: (what) => `The store behind rclone does not allow this with ${what}.`,
  },
  {
    pattern: /unauthori[sz]ed|\b401\b|invalid_grant|token|unable to authenticate|login|password|credential|logon/i,
    kind: 'sign-in',
    say: () => 'The store behind rclone did not accept the sign-in; “rclone config reconnect” signs in anew.',
  },
  {
    pattern: /not supported|doesn't support|not implemented|can't .* this backend/i,
    kind: 'unsupported',
    say: () => 'rclone can’t do this with that store.',
  },
]

export function rcloneFailure(text: string, path: string, operation: string, cause?: unknown): StorageError {
  const what = path === '' ? 'the top folder' : `“${baseName(path)}”`
  const reading = readings.find(({ pattern }) => pattern.test(text))
  const { kind, say, retry } = reading ?? {
    kind: 'unreachable' as const,
    say: () => 'rclone could not reach the store, or did not understand it.',
    retry: 'later' as const,
  }
  return new StorageError(
    { kind, message: say(what), operation, detail: withoutQueries(text).slice(0, 2000), ...(retry && { retry }) },
    { cause },
  )
}

export function refuse(kind: FailureKind, message: string, operation: string): StorageError {
  return new StorageError({ kind, message, operation })
}

/** What comes after the question mark of an address may be a secret. */
function withoutQueries(text: string): string {
  return text.replaceAll(/(https?:\/\/[^\s"'?]+)\?[^\s"']*/g, '$1?…')
}
