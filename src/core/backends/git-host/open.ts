import type { Backend } from '../backend.ts'
import type { RepositoryConfig } from './config.ts'
import { createFilesBackend } from './files.ts'
import type { GitHost } from './host.ts'
import { createRefsBackend } from './refs.ts'
import { createReleasesBackend } from './releases.ts'
import { createRepository } from './repository.ts'

/** The minimum time between two requests for the commit of a branch. Opening a mount sends no request. */
export const standardFreshMs = 15_000

export function openRepository(host: GitHost, config: RepositoryConfig, freshMs = standardFreshMs): Backend {
  const { show, path, ref } = config
  if (show === 'releases') return createReleasesBackend(host)
  if (show !== 'files') return createRefsBackend({ host, kind: show, path, freshMs })
  return createFilesBackend(createRepository({ host, path, freshMs, ...(ref !== undefined && { ref }) }))
}
