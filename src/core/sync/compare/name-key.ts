import type { Capabilities } from '../../../contract/capabilities.ts'
import { looseName } from '../../../lib/text/loose-name.ts'

/**
 * Returns the function that maps equal names to one key. Undefined if both places distinguish all names. A place of
 * unknown behaviour counts as one that does not. Similar names are then compared with each other and never overwritten.
 */
export function nameKeyOf(left: Capabilities, right: Capabilities): ((name: string) => string) | undefined {
  const isExact = (each: Capabilities) => each.caseSensitive === true && each.distinguishesUnicodeForms === true
  if (isExact(left) && isExact(right)) return undefined
  const tellsCase = left.caseSensitive === true && right.caseSensitive === true
  return tellsCase ? (name) => name.normalize('NFC') : looseName
}
