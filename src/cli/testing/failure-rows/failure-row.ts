import type { FailureKind } from '../../../contract/failure.ts'

export interface FailureRow {
  readonly store: string
  /** What is wrong, in the words of the table. */
  readonly wrong: string
  /** Absent where it is put right without anybody noticing. */
  readonly kind?: FailureKind
  /** Of the command line. */
  readonly exit: 0 | 1 | 2 | 3 | 4
  readonly withinS: number
  /** Part of the sentence. */
  readonly says?: string
  readonly needs?: 'S3 gateway' | 'OpenSSH' | 'rclone' | 'pyftpdlib' | 'openssl' | 'Linux'
}

/** An answer is passed on at once; what may pass is tried again first, which takes a second or two. */
export const soon = 10
/** 30 s of silence, or 20 s while signing in over SSH. A store that was silent for so long is not asked again. */
export const silence = 35
/** Three times 8 s of knocking, or 10 s over SSH. */
export const knocking = 40
