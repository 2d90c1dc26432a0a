import { type NameLimits, type NameProblem, nameProblems } from '../../../lib/renaming/name-problems.ts'
import { newNames, type Renamable, type RenameRule } from '../../../lib/renaming/rename-rule.ts'

/** An item to rename. */
export interface NamedItem extends Renamable {
  /** The path of its parent folder. */
  readonly folder: string
}

/** The items to rename and the other names in their folders. The worker receives it once. */
export interface NamesTask {
  readonly items: readonly NamedItem[]
  readonly staying: readonly { readonly folder: string; readonly from: string }[]
  readonly limits: NameLimits
}

/** The new names with their problems, or what is wrong with the rule. */
export type NewNames =
  | {
      readonly kind: 'names'
      readonly names: readonly string[]
      readonly problems: readonly (NameProblem | undefined)[]
    }
  | { readonly kind: 'bad-rule'; readonly message: string }

export function answerNames({ items, staying, limits }: NamesTask, rule: RenameRule): NewNames {
  try {
    const names = newNames(items, rule)
    const changes = items.map(({ folder, name }, at) => ({ folder, from: name, to: names[at] ?? name }))
    return { kind: 'names', names, problems: nameProblems(changes, staying, limits) }
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: 'bad-rule', message: error.message }
    throw error
  }
}
