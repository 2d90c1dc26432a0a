import { z } from 'zod'
import { mountGroupSchema, mountTypeSchema } from '../../contract/api/mounts.ts'
import { said } from '../../contract/sentences/said.ts'

const nameSchema = z.string().regex(/^[a-z][\w-]{0,60}$/i, said('plugin.bad-name').message)

/**
 * What a plugin adds, as plain data. It is stored when the plugin is enabled, so that a start runs none of its code.
 */
export const manifestSchema = z.object({
  backends: z
    .array(
      z.object({
        type: nameSchema,
        group: mountGroupSchema.default('other'),
        hint: z.string().max(60).exactOptional(),
        secretKeys: z.array(z.string()).default([]),
        choices: z.array(mountTypeSchema.omit({ type: true, group: true })).default([]),
      }),
    )
    .default([]),
  rules: z.array(nameSchema).default([]),
})
export type Manifest = Readonly<z.infer<typeof manifestSchema>>
