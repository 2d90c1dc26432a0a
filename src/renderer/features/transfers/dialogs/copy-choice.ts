import { z } from 'zod'
import {
  type ConflictChoice,
  conflictChoiceSchema,
  type Policy,
  skipChoiceSchema,
} from '../../../../contract/transfer.ts'

/**
 * What was chosen in the copy dialog the last time. What replaces files without a question is remembered apart for places
 * that keep what is replaced, so that one never gets used where nothing is kept.
 */
export const copyChoiceSchema = z.object({
  skip: skipChoiceSchema.catch('hash'),
  rule: z.string().catch(''),
  /** Where the target keeps versions. */
  conflictKept: conflictChoiceSchema.catch('overwrite'),
  conflictElsewhere: conflictChoiceSchema.catch('ask'),
})
export type CopyChoice = Readonly<z.infer<typeof copyChoiceSchema>>

export const firstChoice: CopyChoice = copyChoiceSchema.parse({})

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
