import type { ChangeableProperty, Properties, PropertyChanges } from '../../../contract/facets.ts'
import { text } from '../../strings/text.ts'
import { rowsOf, type TextRow, textsOf } from './text-rows.tsx'

export const headerNames = [
  'contentType',
  'cacheControl',
  'contentDisposition',
  'contentEncoding',
  'contentLanguage',
] as const
export type HeaderName = (typeof headerNames)[number]

/** The values of the form. Only values that differ from the ones read are sent. */
export interface Draft {
  readonly headers: Readonly<Record<HeaderName, string>>
  readonly metadata: readonly TextRow[]
  readonly tags: readonly TextRow[]
  readonly storageClass: string
  readonly encryption: { readonly kind: string; readonly key: string }
}

export function draftOf(properties: Properties): Draft {
  const { encryption } = properties
  return {
    headers: Object.fromEntries(headerNames.map((name) => [name, properties[name] ?? ''])) as Draft['headers'],
    metadata: rowsOf(properties.metadata),
    tags: rowsOf(properties.tags),
    storageClass: properties.storageClass ?? '',
    encryption: { kind: encryption?.kind ?? '', key: encryption?.key ?? '' },
  }
}

/**
 * Tells whether a property can be edited: the mount supports changing it, and its value was shown. A value that was not
 * shown would be overwritten unseen.
 */
export function isEditable(
  name: ChangeableProperty,
  changeable: readonly ChangeableProperty[],
  { withheld }: Pick<Properties, 'withheld'>,
): boolean {
  return changeable.includes(name) && withheld[name] === undefined
}

/** Returns the changes, or a sentence about what is wrong with the form. */
export function changesOf(
  draft: Draft,
  before: Properties,
  canEdit: (name: ChangeableProperty) => boolean,
): { readonly changes: PropertyChanges } | { readonly problem: string } {
  const changes: { -readonly [Name in keyof PropertyChanges]: PropertyChanges[Name] } = {}
  const first = draftOf(before)
  for (const name of headerNames) {
    if (canEdit(name) && draft.headers[name] !== first.headers[name]) changes[name] = draft.headers[name]
  }
  for (const name of ['metadata', 'tags'] as const) {
    if (!canEdit(name)) continue
    const { texts, twice } = textsOf(draft[name])
    if (twice !== undefined) return { problem: text('properties.twice', { key: twice }) }
    if (!isSame(texts, before[name] ?? {})) changes[name] = { ...texts }
  }
  if (canEdit('storageClass') && draft.storageClass !== first.storageClass) changes.storageClass = draft.storageClass
  const { kind, key } = draft.encryption
  const isNewEncryption = kind !== first.encryption.kind || (kind === 'kms' && key !== first.encryption.key)
  if (canEdit('encryption') && isNewEncryption && (kind === 'store' || kind === 'kms')) {
    changes.encryption = { kind, ...(kind === 'kms' && key.trim() !== '' && { key: key.trim() }) }
  }
  return { changes }
}

function isSame(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && a[key] === b[key])
}
