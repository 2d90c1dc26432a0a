import type { Retention } from '../../../contract/history.ts'

/** The rules as the user fills them in: each with a checkbox and, if it needs one, a number as typed. */
export interface RetentionDraft {
  readonly newest: RuleDraft
  readonly days: RuleDraft
  readonly staggered: { readonly isOn: boolean }
  readonly gigabytes: RuleDraft
}
export interface RuleDraft {
  readonly isOn: boolean
  readonly typed: string
}

const gigabyte = 1e9

export function draftOf({ newest, days, staggered, mostBytes }: Retention): RetentionDraft {
  const rule = (value: number | undefined, usual: number): RuleDraft => {
    return { isOn: value !== undefined, typed: String(value ?? usual) }
  }
  return {
    newest: rule(newest, 10),
    days: rule(days, 90),
    staggered: { isOn: staggered === true },
    gigabytes: rule(mostBytes === undefined ? undefined : mostBytes / gigabyte, 20),
  }
}

/** Returns the rules, or the name of the first rule whose number is invalid. */
export function retentionOf({ newest, days, staggered, gigabytes }: RetentionDraft): Retention | keyof RetentionDraft {
  const newestNumber = Number(newest.typed)
  const daysNumber = Number(days.typed)
  const bytes = Math.round(Number(gigabytes.typed) * gigabyte)
  if (newest.isOn && !(Number.isSafeInteger(newestNumber) && newestNumber >= 1)) return 'newest'
  if (days.isOn && !(daysNumber > 0 && Number.isFinite(daysNumber))) return 'days'
  if (gigabytes.isOn && !(bytes >= 1 && Number.isSafeInteger(bytes))) return 'gigabytes'
  return {
    ...(newest.isOn && { newest: newestNumber }),
    ...(days.isOn && { days: daysNumber }),
    ...(staggered.isOn && { staggered: true }),
    ...(gigabytes.isOn && { mostBytes: bytes }),
  }
}
