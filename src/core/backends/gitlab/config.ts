import { z } from 'zod'
import { endpointSchema, repositoryKeys } from '../git-host/config.ts'

/** A repository of GitLab, to be read. */
export const gitlabConfigSchema = z.strictObject({
  /** With all its groups. */
  repository: z
    .string()
    .trim()
    .regex(/^[\w.-]+(?:\/[\w.-]+)+$/, 'repository is its full path, such as gitlab-org/gitlab or group/sub/name')
    .refine((name) => !/(?:^|\/)\.{1,2}(?:\/|$)/.test(name), 'repository is its full path, such as group/sub/name'),
  ...repositoryKeys,
  /** The server, where it is another than gitlab.com. */
  endpoint: endpointSchema.default('https://gitlab.com'),
})
export type GitlabConfig = Readonly<z.infer<typeof gitlabConfigSchema>>
