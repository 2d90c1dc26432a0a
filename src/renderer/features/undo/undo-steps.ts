/** The steps of this window, other than transfers, that can be undone. The last one is undone first. */
import { createStore, type StoreApi } from 'zustand/vanilla'

export interface UndoStep {
  /** The text after “Undo”: `rename of “a.txt”`. */
  readonly label: string
  /** The transfers that had ended before the step. */
  readonly endedBefore: readonly number[]
  /** Undoes the step. Resolves to a sentence if that fails. */
  readonly undo: () => Promise<string | undefined>
}

export type UndoSteps = StoreApi<{ readonly steps: readonly UndoStep[] }>

const mostKept = 100

export function createUndoSteps(): UndoSteps {
  return createStore(() => ({ steps: [] as readonly UndoStep[] }))
}

export function pushStep(steps: UndoSteps, step: UndoStep): void {
  steps.setState((state) => ({ steps: [...state.steps, step].slice(-mostKept) }))
}

/** Returns the last step, unless a transfer that can be undone ended after it. */
export function nextStep(steps: UndoSteps, transfer: number | undefined): UndoStep | undefined {
  const last = steps.getState().steps.at(-1)
  return last && (transfer === undefined || last.endedBefore.includes(transfer)) ? last : undefined
}

/**
 * Undoes a step once; it is removed even if that fails, so that it does not block earlier steps. Resolves to a sentence
 * if it fails.
 */
export async function undoStep(steps: UndoSteps, step: UndoStep): Promise<string | undefined> {
  steps.setState((state) => ({ steps: state.steps.filter((each) => each !== step) }))
  return step.undo()
}
