import { afterAll, beforeAll, describe } from 'vitest'
import { standardStack } from '../../layers/standard-stack.ts'
import { describeBackend } from '../conformance/describe-backend.ts'
import { openRepository } from '../git-host/open.ts'
import { createGitRepository } from '../git-host/testing/git-repository.ts'
import { gitGround } from '../git-host/testing/ground.ts'
import { githubConfigSchema } from './config.ts'
import { createGithubHost } from './host.ts'
import { type GithubStandIn, startGithub } from './testing/stand-in.ts'

describe('a stand-in for GitHub over git', () => {
  let service: GithubStandIn
  let count = 0
  beforeAll(async () => {
    service = await startGithub()
  })
  afterAll(() => service.close())

  describeBackend('github in the standard layers', {
    row: { type: 'github', page: 'repositories', server: 'stand-in over real git repositories' },
    async open() {
      const repository = await createGitRepository()
      count += 1
      service.add(`ada/ground-${count}`, repository)
      const config = githubConfigSchema.parse({ repository: `ada/ground-${count}`, endpoint: service.origin })
      const backend = openRepository(createGithubHost(config), config, 0)
      return gitGround(repository, standardStack(backend, { mount: 'github', readOnly: false }), () =>
        repository.remove(),
      )
    },
  })
})
