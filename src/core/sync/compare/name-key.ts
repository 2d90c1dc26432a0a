import type { Capabilities } from '../../../contract/capabilities.ts'
import { looseName } from '../../../lib/text/loose-name.ts'

/**
 * What makes two names one name for two places. Undefined where both tell all names apart. A place that is not known to tell
 * them apart is taken for one that doesn't: names that differ loosely are then held against one another, and never written over.
 */
export function nameKeyOf(left: Capabilities, right: Capabilities): ((name: string) => string) | undefined {
  const isExact = (each: Capabilities) => each.caseSensitive === true && each.distinguishesUnicodeForms === true
  if (isExact(left) && isExact(right)) return undefined
  const tellsCase = left.caseSensitive === true && right.caseSensitive === true
  return tellsCase ? (name) => name.normalize('NFC') : looseName
}
