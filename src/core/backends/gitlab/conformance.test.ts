import { afterAll, beforeAll, describe } from 'vitest'
import { standardStack } from '../../layers/standard-stack.ts'
import { describeBackend } from '../conformance/describe-backend.ts'
import { openRepository } from '../git-host/open.ts'
import { createGitRepository } from '../git-host/testing/git-repository.ts'
import { gitGround } from '../git-host/testing/ground.ts'
import { gitlabConfigSchema } from './config.ts'
import { createGitlabHost } from './host.ts'
import { type GitlabStandIn, startGitlab } from './testing/stand-in.ts'

describe('a stand-in for GitLab over git', () => {
  let service: GitlabStandIn
  let count = 0
  beforeAll(async () => {
    service = await startGitlab()
  })
  afterAll(() => service.close())

  describeBackend('gitlab in the standard layers', {
    row: { type: 'gitlab', page: 'repositories', server: 'stand-in over real git repositories' },
    deviations: {
      'sizes-in-listings':
        'the pages of a folder have none: https://docs.gitlab.com/api/repositories/#list-all-repository-trees-in-a-project',
    },
    async open() {
      const repository = await createGitRepository()
      count += 1
      service.add(`group/sub/ground-${count}`, repository)
      const config = gitlabConfigSchema.parse({ repository: `group/sub/ground-${count}`, endpoint: service.origin })
      const backend = openRepository(createGitlabHost(config), config, 0)
      return gitGround(repository, standardStack(backend, { mount: 'gitlab', readOnly: false }), () =>
        repository.remove(),
      )
    },
  })
})
