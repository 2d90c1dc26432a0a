import type { FailureKind } from '../../../contract/failure.ts'

export interface FailureRow {
  readonly store: string
  /** What is wrong, as the table describes it. */
  readonly wrong: string
  /** Absent if the problem is corrected automatically. */
  readonly kind?: FailureKind
  /** The exit code of the command line. */
  readonly exit: 0 | 1 | 2 | 3 | 4
  readonly withinS: number
  /** A part of the message. */
  readonly says?: string
  readonly needs?: 'S3 gateway' | 'OpenSSH' | 'rclone' | 'pyftpdlib' | 'openssl' | 'Linux'
}

/** An answer is passed on at once. A temporary failure is retried first, which takes a second or two. */
export const soon = 10
/** 30 s of silence, or 20 s during sign-in over SSH. A store that was silent for so long is not asked again. */
export const silence = 35
/** Three connection attempts of 8 s each, or of 10 s over SSH. */
export const knocking = 40
