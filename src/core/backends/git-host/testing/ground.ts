/** A repository as the ground of the suite: every change is a commit. Git keeps no empty folder, so a hidden file stands in one. */
import type { Backend } from '../../backend.ts'
import type { Change, GitRepository } from './git-repository.ts'

const keep = '.gitkeep'

export function gitGround(repository: GitRepository, backend: Backend, tidy: () => Promise<void>) {
  const kept = new Set<string>()
  /** What is put into a folder takes the place of the hidden file. */
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
