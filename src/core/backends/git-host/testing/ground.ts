/**
 * Uses a repository as the ground of the conformance suite: every change is a commit. Git keeps no empty folders, so
 * each contains a hidden file.
 */
import type { Backend } from '../../backend.ts'
import type { Change, GitRepository } from './git-repository.ts'

const keep = '.gitkeep'

export function gitGround(repository: GitRepository, backend: Backend, tidy: () => Promise<void>) {
  const kept = new Set<string>()
  /** Returns the change that removes the hidden file of a folder that gets another entry. */
  function instead(path: string): readonly Change[] {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')))
    return kept.delete(folder) ? [[`${folder}/${keep}`, undefined]] : []
  }
  return {
    backend,
    outside: {
      put: (path: string, bytes: Uint8Array) => repository.commit([...instead(path), [path, bytes]]),
      putFolder(path: string) {
        const before = instead(path)
        kept.add(path)
        return repository.commit([...before, [`${path}/${keep}`, new Uint8Array()]])
      },
      remove(path: string) {
        kept.delete(path)
        return repository.commit([[path, undefined]])
      },
    },
    async fill(paths: readonly string[]) {
      await repository.commit([...paths.flatMap(instead), ...paths.map((path): Change => [path, new Uint8Array()])])
    },
    tidy,
  }
}
