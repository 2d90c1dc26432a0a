import { z } from 'zod'
import { endpointSchema, repositoryKeys } from '../git-host/config.ts'
import { said } from '../../../contract/sentences/said.ts'

/** A read-only repository of GitHub. */
export const githubConfigSchema = z.strictObject({
  repository: z
    .string()
    .trim()
    .regex(/^[\w.-]+\/[\w.-]+$/, said('github.repository').message)
    .refine((name) => !/(?:^|\/)\.{1,2}(?:\/|$)/.test(name), said('github.repository').message),
  ...repositoryKeys,
  /** The URL of the API. For GitHub Enterprise: https://…/api/v3. */
  endpoint: endpointSchema.default('https://api.github.com'),
})
export type GithubConfig = Readonly<z.infer<typeof githubConfigSchema>>
