import { z } from 'zod'
import { endpointSchema, repositoryKeys } from '../git-host/config.ts'

/** A repository of GitHub, to be read. */
export const githubConfigSchema = z.strictObject({
  repository: z
    .string()
    .trim()
    .regex(/^[\w.-]+\/[\w.-]+$/, 'repository is owner/name, such as nodejs/node')
    .refine((name) => !/(?:^|\/)\.{1,2}(?:\/|$)/.test(name), 'repository is owner/name, such as nodejs/node'),
  ...repositoryKeys,
  /** The API: of GitHub Enterprise, https://…/api/v3. */
  endpoint: endpointSchema.default('https://api.github.com'),
})
export type GithubConfig = Readonly<z.infer<typeof githubConfigSchema>>
