import type { Entry } from '../../../contract/entry.ts'
import type { Waits } from '../../backends/backend.ts'

/** One side as a rule sees it. What is not known is absent. */
export type RuleSide = Pick<Entry, 'name' | 'sizeBytes' | 'modifiedMs' | 'sums'> & { readonly path: string }

/** Does the rule hold for a file and what is in its place? Rules of plugins may take their time. */
export type Rule = (src: RuleSide, dst: RuleSide, waits: Waits) => boolean | Promise<boolean>

/** Rules of plugins and programs by name. Policies refer to them as `@name`, which is no CEL. */
export type SkipRules = ReadonlyMap<string, Rule>

export const noSkipRules: SkipRules = new Map()
