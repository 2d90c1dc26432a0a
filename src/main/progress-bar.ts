import type { OverallProgress } from '../contract/api/host.ts'
import { assertNever } from '../lib/assert-never.ts'

/** Progress in the form of the task bar: a value below 0 hides it, and one above 1 is indeterminate. */
export interface ProgressBar {
  readonly value: number
  readonly mode: 'none' | 'normal' | 'indeterminate' | 'error' | 'paused'
}

export function progressBarOf(progress: OverallProgress): ProgressBar {
  switch (progress.state) {
    case 'none':
      return { value: -1, mode: 'none' }
    case 'counting':
      return { value: 2, mode: 'indeterminate' }
    case 'running':
      return { value: progress.part, mode: 'normal' }
    case 'paused':
      return { value: progress.part, mode: 'paused' }
    case 'failed':
      return { value: progress.part, mode: 'error' }
    default:
      return assertNever(progress)
  }
}
