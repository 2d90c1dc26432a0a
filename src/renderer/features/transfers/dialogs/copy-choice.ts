import { conflictChoices, skipChoices } from '../../../../contract/choices.ts'
import type { ConflictChoice, Policy, SkipChoice } from '../../../../contract/transfer.ts'
import { fieldsOf, isOneOf } from '../../../../lib/unknown-value.ts'

/**
 * What was chosen in the copy dialog the last time. What replaces files without a question is remembered apart for places
 * that keep what is replaced, so that one never gets used where nothing is kept.
 */
export interface CopyChoice {
  readonly skip: SkipChoice
  readonly rule: string
  /** Where the target keeps versions. */
  readonly conflictKept: ConflictChoice
  readonly conflictElsewhere: ConflictChoice
}

export const firstChoice: CopyChoice = {
  skip: 'hash',
  rule: '',
  conflictKept: 'overwrite',
  conflictElsewhere: 'ask',
}

/** The choice in a kept document; whatever is wrong in it is as it is at first. */
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

/** The policy that a choice comes to; none while its rule is not written. */
export function policyOf(choice: CopyChoice, keepsVersions: boolean): Policy | undefined {
  const { skip } = choice
  const onConflict = conflictOf(choice, keepsVersions)
  if (skip !== 'rule') return { skip, onConflict }
  const rule = choice.rule.trim()
  return rule === '' ? undefined : { skip, rule, onConflict }
}
