import { type Failure, failureOf } from '../../../contract/failure.ts'
import type { QueueDeps, TransferStates } from './states/transfer-states.ts'

/** Takes note of how runs of this program end. */
export interface RunEnds {
  /** What broke the latest run down, which may not be written down. */
  problemOf(id: number): Failure | undefined
  /** A new run of it begins. */
  begin(id: number): void
  /** Everything that is to be done of it has its outcome, or nothing more is to be done. */
  end(id: number, problem?: Failure): void
  /** It can't go on before somebody answers. */
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
