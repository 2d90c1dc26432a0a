import type { Entry } from '../../../contract/entry.ts'
import type { Waits } from '../../backends/backend.ts'

/** One side as a rule sees it. Unknown values are absent. */
export type RuleSide = Pick<Entry, 'name' | 'sizeBytes' | 'modifiedMs' | 'sums'> & { readonly path: string }

/** Tells whether the rule is true for a file and the entry in its place. Rules of plugins may be asynchronous. */
export type Rule = (src: RuleSide, dst: RuleSide, waits: Waits) => boolean | Promise<boolean>

/** Rules of plugins and programs by name. Policies refer to them as `@name`, which is not valid CEL. */
export type SkipRules = ReadonlyMap<string, Rule>

export const noSkipRules: SkipRules = new Map()
