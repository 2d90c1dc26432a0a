import { z } from 'zod'
import { endpointSchema, repositoryKeys } from '../git-host/config.ts'
import { said } from '../../../contract/sentences/said.ts'

/** A read-only repository of GitLab. */
export const gitlabConfigSchema = z.strictObject({
  /** Includes all its groups. */
  repository: z
    .string()
    .trim()
    .regex(/^[\w.-]+(?:\/[\w.-]+)+$/, said('gitlab.repository').message)
    .refine((name) => !/(?:^|\/)\.{1,2}(?:\/|$)/.test(name), said('gitlab.repository').message),
  ...repositoryKeys,
  /** The server, if it is not gitlab.com. */
  endpoint: endpointSchema.default('https://gitlab.com'),
})
export type GitlabConfig = Readonly<z.infer<typeof gitlabConfigSchema>>
