import type { Capabilities } from '../../../contract/capabilities.ts'
import { isLater } from '../../operations/later.ts'

/** What the times of files of two places tell. */
export interface TimeRules {
  readonly precisionMs: number
  /** A side that can't be given a time has that of the upload, which is later than that of the source. */
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
 * Which of two files is newer, `same` within what the stores can tell. `agree`: the times differ as those of a file and its upload
 * do, so they are no sign of a change.
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
