import type { Statements } from '../files/statements.ts'

/** Limits attempts at the password of a link. */
export interface PasswordAttempts {
  /**
   * Counts as a wrong attempt until it is confirmed as right, so that parallel attempts do not bypass the limit.
   * Returns 0 if the attempt is allowed, else the time to wait.
   */
  beginAttempt(id: string): number
  notePasswordRight(id: string): void
}

const freeAttempts = 5
const longestLockMs = 3600_000

/** After five wrong attempts the link is blocked for one second, then for two, four and so on, up to an hour. */
export function attemptsOf(ledger: () => Statements, now: () => number): PasswordAttempts {
  return {
    beginAttempt(id) {
      const { run, one } = ledger()
      const sql = `update links set wrong_passwords = wrong_passwords + 1,
        locked_until_ms = case when wrong_passwords + 1 < ${freeAttempts} then 0
          else ?1 + min(${longestLockMs}, 1000 << min(wrong_passwords + 1 - ${freeAttempts}, 20)) end
        where id = ?2 and locked_until_ms <= ?1`
      if (run(sql, now(), id) === 1) return 0
      const row = one('select locked_until_ms from links where id = ?', id) as { locked_until_ms: number } | undefined
      return Math.max(1, (row?.locked_until_ms ?? 0) - now())
    },
    notePasswordRight(id) {
      ledger().run('update links set wrong_passwords = 0, locked_until_ms = 0 where id = ?', id)
    },
  }
}
