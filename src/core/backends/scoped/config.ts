import { z } from 'zod'
import { pathSegments } from '../../../contract/location.ts'
import { isSafeName } from '../../layers/path-guard.ts'
import { rights } from './rights.ts'
import { said } from '../../../contract/sentences/said.ts'

const rightSchema = z.enum(rights)

/** A window onto a folder of another mount. `allow` may also be a text with commas, as a form sends it. */
export const scopedConfigSchema = z.strictObject({
  mount: z.string().min(1),
  path: z
    .string()
    .transform((path) => path.replaceAll(/^\/+|\/+$/g, ''))
    .refine((path) => pathSegments(path).every(isSafeName), said('scoped.path').message)
    .default(''),
  allow: z
    .preprocess(
      (allow) => (typeof allow === 'string' ? allow.split(/[\s,]+/).filter(Boolean) : allow),
      z.array(rightSchema).min(1, said('scoped.allow').message),
    )
    .default(['list', 'read']),
})
export type ScopedConfig = Readonly<z.infer<typeof scopedConfigSchema>>
