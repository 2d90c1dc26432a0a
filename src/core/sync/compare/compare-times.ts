import type { Capabilities } from '../../../contract/capabilities.ts'
import { isLater } from '../../operations/later.ts'

/** How to compare the times of files on two places. */
export interface TimeRules {
  readonly precisionMs: number
  /** On a side where times can't be set, a file has its upload time, which is later than the time of its source. */
  readonly isSetLeft: boolean
  readonly isSetRight: boolean
}

export function timeRulesOf(left: Capabilities, right: Capabilities): TimeRules {
  return {
    precisionMs: Math.max(left.modifiedTime.precisionMs, right.modifiedTime.precisionMs),
    isSetLeft: left.modifiedTime.canSet,
    isSetRight: right.modifiedTime.canSet,
  }
}

/**
 * Tells which of two files is newer; `same` within the precision of the stores. `agree`: the later time is an upload
 * time, so it is no sign of a change.
 */
export function compareTimes(
  leftMs: number,
  rightMs: number,
  rules: TimeRules,
): 'same' | 'agree' | 'left' | 'right' | 'unknown' {
  if (Number.isNaN(leftMs) || Number.isNaN(rightMs)) return 'unknown'
  if (isLater(leftMs, rightMs, rules.precisionMs)) return rules.isSetLeft || !rules.isSetRight ? 'left' : 'agree'
  if (isLater(rightMs, leftMs, rules.precisionMs)) return rules.isSetRight ? 'right' : 'agree'
  return 'same'
}
