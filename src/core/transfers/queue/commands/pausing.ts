/** Pauses and resumes transfers. */
import type { TransferPatch } from '../../journal/journal.ts'
import { unlessUnwritable } from '../../journal/queue-database.ts'
import type { TransferRecord } from '../../journal/records.ts'
import type { Runs } from '../runs.ts'
import type { TransferStates } from '../states/transfer-states.ts'
import type { Step } from '../states/transition.ts'

export interface Pausing {
  pause(id: number): Promise<Step>
  /** `more` returns further changes of the record. */
  resume(id: number, more: (record: TransferRecord) => TransferPatch): Promise<Step>
  /** Stops the run of a transfer that is already paused. A resume waits for this. */
  leave(id: number): Promise<void>
  /** Resolves when no run is being stopped any more. */
  settled(): Promise<void>
}

export function createPausing(state: TransferStates, runs: Runs): Pausing {
  const leaving = new Map<number, Promise<void>>()

  function leave(id: number): Promise<void> {
    const left = (async () => {
      await runs.stop(id)
      unlessUnwritable(() => state.release(id))
    })().finally(() => leaving.delete(id))
    leaving.set(id, left)
    return left
  }
  return {
    async pause(id) {
      const step = state.change(id, 'pause', () => ({ pausedBy: 'person' }))
      if (step.kind === 'become') await leave(id)
      return step
    },
    async resume(id, more) {
      await leaving.get(id)
      const patch = (record: TransferRecord) => ({ pausedBy: undefined, problem: undefined, ...more(record) })
      const step = state.change(id, 'resume', patch)
      if (step.kind === 'become' || step.kind === 'apply') state.own.add(id)
      return step
    },
    leave,
    async settled() {
      await Promise.allSettled(leaving.values())
    },
  }
}
