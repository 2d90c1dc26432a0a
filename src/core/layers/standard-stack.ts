import type { Backend } from '../backends/backend.ts'
import { withCapabilityCheck } from './capability-check.ts'
import { withLocation } from './locate.ts'
import { withPathGuard } from './path-guard.ts'

export interface StackOptions {
  /** The mount's name. */
  readonly mount: string
  readonly readOnly: boolean
}

/** What every mount's backend is wrapped in. This is the only place that knows the order. */
export function standardStack(backend: Backend, { mount, readOnly }: StackOptions): Backend {
  // innermost: next to the backend, so that nothing between them can make up a path that was not looked at
  const guarded = withPathGuard(backend)
  // a change that is not allowed is refused whatever its path is
  const checked = withCapabilityCheck(guarded, { readOnly })
  // outermost: also what the layers below refuse gets its location
  return withLocation(checked, mount)
}
