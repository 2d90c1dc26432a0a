import type { EntryKind } from '../../../../contract/entry.ts'
import { endingOf, typeOfName } from '../../../../lib/file-kinds.ts'
import { text } from '../../../strings/text.ts'

/** Returns a word for the type of a row, from its kind or its file extension. */
export function kindLabel(name: string, kind: EntryKind): string {
  if (kind !== 'file') return text(`kind.${kind}`)
  const type = typeOfName(name)
  if (type !== undefined && type !== 'other-code') return text(`type.${type}`)
  const ending = endingOf(name)
  return ending === '' || ending.length > 5 ? text('kind.file') : ending.toUpperCase()
}
