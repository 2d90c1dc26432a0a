import { type NameLimits, type NameProblem, nameProblems } from '../../../lib/renaming/name-problems.ts'
import { newNames, type Renamable, type RenameRule } from '../../../lib/renaming/rename-rule.ts'

/** Something to be given another name. */
export interface NamedItem extends Renamable {
  /** The path of its folder. */
  readonly folder: string
}

/** What is renamed, and what stays beside it: told once. */
export interface NamesTask {
  readonly items: readonly NamedItem[]
  readonly staying: readonly { readonly folder: string; readonly from: string }[]
  readonly limits: NameLimits
}

/** The new name of each, and what is wrong with it; or why the rule is none. */
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
