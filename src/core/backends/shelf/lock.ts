/**
 * One change of a shelf at a time, whichever program makes it: else one would write over a state that another has not put
 * into the history yet. The system itself frees the lock of a program that was killed.
 */
import { setTimeout as wait } from 'node:timers/promises'
import Database from 'libsql'
import { unlessAborted } from '../../../lib/flow/unless-aborted.ts'
import { historyFailure } from './history-failure.ts'

const pauseMs = 4

export interface Lock {
  /** Gives what ends it. Whoever has it must not take it again. */
  take(signal: AbortSignal): Promise<() => void>
  hold<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>
  /** After the last one has ended. */
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
      void before.then(end) // those behind still wait for those before
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
