/** What was done in this window in one step, besides transfers, and can be taken back: the last first. */
import { createStore, type StoreApi } from 'zustand/vanilla'

export interface UndoStep {
  /** After “Undo”: `rename of “a.txt”`. */
  readonly label: string
  /** Transfers that had ended by then. */
  readonly endedBefore: readonly number[]
  /** Says in a sentence why it can't be taken back. */
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

/** The last step, unless a transfer that could be undone ended after it. */
export function nextStep(steps: UndoSteps, transfer: number | undefined): UndoStep | undefined {
  const last = steps.getState().steps.at(-1)
  return last && (transfer === undefined || last.endedBefore.includes(transfer)) ? last : undefined
}

/** It is tried once: what could not be taken back is in nobody's way. Says why not. */
export async function undoStep(steps: UndoSteps, step: UndoStep): Promise<string | undefined> {
  steps.setState((state) => ({ steps: state.steps.filter((each) => each !== step) }))
  return step.undo()
}
