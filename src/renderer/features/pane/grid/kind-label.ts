import type { EntryKind } from '../../../../contract/entry.ts'
import { endingOf, typeOfName } from '../../../../lib/file-kinds.ts'
import { text } from '../../../strings/text.ts'

/** What a row is, in a word: from its kind, or the ending of its name. */
export function kindLabel(name: string, kind: EntryKind): string {
  if (kind !== 'file') return text(`kind.${kind}`)
  const type = typeOfName(name)
  if (type !== undefined && type !== 'other-code') return text(`type.${type}`)
  const ending = endingOf(name)
  return ending === '' || ending.length > 5 ? text('kind.file') : ending.toUpperCase()
}
