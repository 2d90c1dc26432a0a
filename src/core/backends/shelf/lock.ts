/**
 * Allows one change of a shelf at a time, across all programs. Otherwise one program could overwrite a state that
 * another has not recorded in the history yet. The system frees the lock of a killed program.
 */
import { setTimeout as wait } from 'node:timers/promises'
import Database from 'libsql'
import { unlessAborted } from '../../../lib/flow/unless-aborted.ts'
import { historyFailure } from './history-failure.ts'

const pauseMs = 4

export interface Lock {
  /** Waits for the lock and returns the function that frees it. The lock is not reentrant. */
  take(signal: AbortSignal): Promise<() => void>
  hold<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>
  /** Closes the lock when the last holder has freed it. */
  close(): Promise<void>
}

export function openLock(path: string): Lock {
  const db = new Database(path, { timeout: 0 })
  let last: Promise<void> = Promise.resolve()

  async function take(signal: AbortSignal): Promise<() => void> {
    const before = last
    let end = () => {}
    last = new Promise((resolve) => (end = resolve))
    try {
      await unlessAborted(before, signal)
      while (!tryBegin(db, path)) await wait(pauseMs, undefined, { signal })
      return () => {
        db.exec('rollback')
        end()
      }
    } catch (error) {
      void before.then(end) // later callers still wait for earlier ones
      signal.throwIfAborted()
      throw error
    }
  }
  return {
    take,
    async hold(signal, work) {
      const free = await take(signal)
      try {
        return await work()
      } finally {
        free()
      }
    },
    async close() {
      await last
      db.close()
    },
  }
}

function tryBegin(db: Database.Database, path: string): boolean {
  try {
    db.exec('begin exclusive')
    return true
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) return false
    throw historyFailure(error, path)
  }
}
