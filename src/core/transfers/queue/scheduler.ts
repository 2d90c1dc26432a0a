import type { TransferRecord } from '../journal/records.ts'
import { whileGone } from './dropped-mount-of.ts'
import type { Runs } from './runs.ts'
import type { QueueDeps, TransferStates } from './states/transfer-states.ts'

/** Decides which transfers are due, in queue order. */
export interface Scheduler {
  /** Starts the transfers whose turn has come. */
  schedule(): void
  /** Finds transfers of programs that are gone. */
  adopt(): void
}

const mostRunning = 3

export function createScheduler({ journal, runsAll }: QueueDeps, state: TransferStates, runs: Runs): Scheduler {
  function isWanted({ id, state: now, facts }: TransferRecord): boolean {
    return now === 'waiting' && (state.own.has(id) || (runsAll && facts.isFromCommandLine !== true))
  }
  return {
    schedule() {
      if (runs.isClosed()) return
      for (const record of journal.open()) {
        if (!isWanted(record) || runs.isBusyWith(record.id)) continue
        if (runs.count() >= mostRunning && record.facts.isFromCommandLine !== true) return
        runs.begin(record.id)
      }
    },
    adopt() {
      for (const { id, facts } of journal.open()) {
        // A program that runs only its own transfers leaves the others to the program that runs all.
        if (!runsAll && facts.isFromCommandLine !== true) continue
        state.change(id, 'found', (record) => {
          if (state.isOutOfReach(record)) return whileGone()
          return record.facts.isFromCommandLine ? { pausedBy: 'interrupted' } : {}
        })
      }
    },
  }
}
