/** rclone's errors are sentences of seventy different stores; their words tell what they mean. */
import type { StorageError } from '../../../contract/failure.ts'
import { meant, type Meaning } from '../refusals.ts'

interface Reading extends Meaning {
  readonly pattern: RegExp
}

/** The first match decides. */
const readings: readonly Reading[] = [
  {
    pattern: /unable to decrypt configuration|couldn't decrypt configuration|RCLONE_CONFIG_PASS/i,
    kind: 'sign-in',
    code: 'rclone.settings-encrypted',
  },
  {
    pattern: /didn't find section in config file|didn't find backend called/i,
    kind: 'bad-input',
    code: 'rclone.unknown-remote',
  },
  { pattern: /not[ -]empty/i, kind: 'not-empty', code: 'store.not-empty' },
  {
    pattern: /(directory|object|file|bucket|container) not found|no such file/i,
    kind: 'not-found',
    code: 'store.not-found',
  },
  {
    pattern: /not a directory|is a file not|^readdir .*request is not supported/i,
    kind: 'not-a-folder',
    code: 'store.not-a-folder',
  },
  {
    pattern: /is a directory|not a regular file/i,
    kind: 'not-a-file',
    code: 'store.not-a-file',
  },
  {
    pattern: /file name too long|invalid (file )?name|invalid argument/i,
    kind: 'bad-name',
    code: 'rclone.bad-name',
  },
  {
    pattern: /no space left|quota|insufficient.?storage|507/i,
    kind: 'no-space',
    code: 'rclone.no-space',
  },
  {
    pattern: /\b429\b|too many requests|rate.?limit|slow ?down/i,
    kind: 'busy',
    code: 'rclone.slow-down',
    retry: 'later',
  },
  {
    pattern: /permission denied|access ?denied|forbidden|\b403\b/i,
    kind: 'denied',
    code: 'rclone.denied',
  },
  {
    pattern: /unauthori[sz]ed|\b401\b|invalid_grant|token|unable to authenticate|login|password|credential|logon/i,
    kind: 'sign-in',
    code: 'rclone.sign-in',
  },
  {
    pattern: /not supported|doesn't support|not implemented|can't .* this backend/i,
    kind: 'unsupported',
    code: 'rclone.unsupported',
  },
]

export function rcloneFailure(text: string, path: string, operation: string, cause?: unknown): StorageError {
  const meaning: Meaning = readings.find(({ pattern }) => pattern.test(text)) ?? {
    kind: 'unreachable',
    code: 'rclone.unreachable',
    retry: 'later',
  }
  return meant(meaning, { operation, path, detail: withoutQueries(text).slice(0, 2000) }, cause)
}

/** The part after the question mark of a URL may be secret. */
function withoutQueries(text: string): string {
  return text.replaceAll(/(https?:\/\/[^\s"'?]+)\?[^\s"']*/g, '$1?…')
}

export { refuse } from '../refusals.ts'
