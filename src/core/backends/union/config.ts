import { z } from 'zod'
import { pathSegments, splitLocation } from '../../../contract/location.ts'
import { isSafeName } from '../../layers/path-guard.ts'
import { said } from '../../../contract/sentences/said.ts'

export interface Member {
  readonly mount: string
  readonly path: string
}

const memberSchema = z
  .string()
  .min(1)
  .transform(memberOf)
  .refine(({ path }) => pathSegments(path).every(isSafeName), said('union.member').message)
// a form sends them as one text
const membersSchema = z.preprocess(
  (members) => (typeof members === 'string' ? members.split(/\s*,\s*/).filter(Boolean) : members),
  z.array(memberSchema).min(2, said('union.two').message),
)

/** The same files in several places; `of` is an alias of `mounts`. */
export const unionConfigSchema = z
  .strictObject({ mounts: membersSchema.exactOptional(), of: membersSchema.exactOptional() })
  .refine(({ mounts, of }) => (mounts === undefined) !== (of === undefined), said('union.unnamed').message)
  .transform(({ mounts, of }): { readonly members: readonly Member[] } => ({ members: mounts ?? of ?? [] }))
export type UnionConfig = z.infer<typeof unionConfigSchema>

function memberOf(text: string): Member {
  return splitLocation(text) ?? { mount: text, path: '' }
}
