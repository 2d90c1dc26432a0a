/** Read-only repositories of gitlab.com and other GitLab servers at a ref. */
import type { BackendDescriptor } from '../descriptor.ts'
import { openRepository } from '../git-host/open.ts'
import { gitlabChoices } from './choices.ts'
import { type GitlabConfig, gitlabConfigSchema } from './config.ts'
import { createGitlabHost } from './host.ts'
import { recogniseGitlab } from './paste.ts'

export const gitlabDescriptor: BackendDescriptor<GitlabConfig> = {
  type: 'gitlab',
  group: 'cloud',
  hint: 'GitLab',
  config: gitlabConfigSchema,
  secretKeys: ['token'],
  choices: gitlabChoices,
  recognise: recogniseGitlab,
  open: async (config) => openRepository(createGitlabHost(config), config),
}
