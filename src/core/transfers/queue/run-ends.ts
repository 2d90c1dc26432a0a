import { type Failure, failureOf } from '../../../contract/failure.ts'
import type { QueueDeps, TransferStates } from './states/transfer-states.ts'

/** Records how the runs of this program end. */
export interface RunEnds {
  /** Returns the error that ended the latest run. It may be missing in the journal. */
  problemOf(id: number): Failure | undefined
  /** Called when a new run starts. */
  begin(id: number): void
  /** Called when every item has ended, or nothing more is to be done. */
  end(id: number, problem?: Failure): void
  /** Called when the transfer can't continue before a user answers. */
  ask(id: number): void
  breakDown(id: number, error: unknown): void
}

export function createRunEnds(
  { now }: Pick<QueueDeps, 'now'>,
  state: TransferStates,
  { onEnded }: { readonly onEnded: (id: number) => void },
): RunEnds {
  const problems = new Map<number, Failure>()
  return {
    problemOf: (id) => problems.get(id),
    begin: (id) => void problems.delete(id),
    end(id, problem) {
      state.change(id, 'ended', () => ({ endedMs: now(), owner: undefined, ...(problem && { problem }) }))
      state.held.delete(id)
      onEnded(id)
    },
    ask: (id) => void state.change(id, 'asks', () => ({ owner: undefined })),
    breakDown(id, error) {
      const problem = failureOf(error, 'transfers')
      problems.set(id, problem)
      state.change(id, 'fault', () => ({ pausedBy: 'interrupted', problem, owner: undefined }))
    },
  }
}
