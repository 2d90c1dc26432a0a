/** Read-only repositories of GitHub and GitHub Enterprise at a ref. */
import type { BackendDescriptor } from '../descriptor.ts'
import { openRepository } from '../git-host/open.ts'
import { githubChoices } from './choices.ts'
import { type GithubConfig, githubConfigSchema } from './config.ts'
import { createGithubHost } from './host.ts'
import { recogniseGithub } from './paste.ts'

export const githubDescriptor: BackendDescriptor<GithubConfig> = {
  type: 'github',
  group: 'cloud',
  hint: 'GitHub',
  config: githubConfigSchema,
  secretKeys: ['token'],
  choices: githubChoices,
  recognise: recogniseGithub,
  open: async (config) => openRepository(createGithubHost(config), config),
}
