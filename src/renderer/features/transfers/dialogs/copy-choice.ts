import { conflictChoices, skipChoices } from '../../../../contract/choices.ts'
import type { ConflictChoice, Policy, SkipChoice } from '../../../../contract/transfer.ts'
import { fieldsOf, isOneOf } from '../../../../lib/unknown-value.ts'

/**
 * The last choices in the copy dialog. The conflict choice is stored separately for targets that keep versions. A
 * choice to overwrite without a question is therefore never used where the replaced file would be lost.
 */
export interface CopyChoice {
  readonly skip: SkipChoice
  readonly rule: string
  /** The conflict choice for targets that keep versions. */
  readonly conflictKept: ConflictChoice
  readonly conflictElsewhere: ConflictChoice
}

export const firstChoice: CopyChoice = {
  skip: 'hash',
  rule: '',
  conflictKept: 'overwrite',
  conflictElsewhere: 'ask',
}

/** Reads the stored choices. Invalid values are replaced by the defaults. */
export function readCopyChoice(value: unknown): CopyChoice {
  const { skip, rule, conflictKept, conflictElsewhere } = fieldsOf(value)
  return {
    skip: isOneOf(skipChoices, skip) ? skip : firstChoice.skip,
    rule: typeof rule === 'string' ? rule : firstChoice.rule,
    conflictKept: isOneOf(conflictChoices, conflictKept) ? conflictKept : firstChoice.conflictKept,
    conflictElsewhere: isOneOf(conflictChoices, conflictElsewhere) ? conflictElsewhere : firstChoice.conflictElsewhere,
  }
}

export function conflictOf(choice: CopyChoice, keepsVersions: boolean): ConflictChoice {
  return keepsVersions ? choice.conflictKept : choice.conflictElsewhere
}

export function withConflict(choice: CopyChoice, keepsVersions: boolean, onConflict: ConflictChoice): CopyChoice {
  return keepsVersions ? { ...choice, conflictKept: onConflict } : { ...choice, conflictElsewhere: onConflict }
}

/** Returns the policy for a choice; undefined while its rule is empty. */
export function policyOf(choice: CopyChoice, keepsVersions: boolean): Policy | undefined {
  const { skip } = choice
  const onConflict = conflictOf(choice, keepsVersions)
  if (skip !== 'rule') return { skip, onConflict }
  const rule = choice.rule.trim()
  return rule === '' ? undefined : { skip, rule, onConflict }
}
