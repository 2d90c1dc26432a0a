/** The commits of a file as its versions. */
import type { Version } from '../../../contract/facets.ts'
import type { Backend, Waits } from '../backend.ts'
import { type Attempt, gitFailingAs, gitFailure, notAFile, nothingAt, refused, refuse } from './failures.ts'
import type { Commit } from './host.ts'
import { readBlob } from './read.ts'
import type { Repository } from './repository.ts'

/** Each commit costs a request for the file's state at that time, so a page fills a screen and no more. */
const pageCommits = 20
const atOnce = 4

export function versionsOf(repository: Repository): NonNullable<Backend['versions']> {
  const { host } = repository

  async function versionOf(
    path: string,
    { sha, atMs, author }: Commit,
    isCurrent: boolean,
    waits: Waits,
  ): Promise<Version> {
    const entry = await host.lookUp(sha, repository.full(path), waits)
    const isThere = entry?.kind === 'file' || entry?.kind === 'link'
    return {
      id: sha,
      kind: isThere ? 'version' : 'deleted',
      isCurrent,
      modifiedMs: atMs,
      ...(isThere && entry.sizeBytes !== undefined && { sizeBytes: entry.sizeBytes }),
      ...(author !== undefined && { author }),
    }
  }

  return {
    async *list(path, waits) {
      const attempt: Attempt = { operation: 'git.versions', path }
      const head = await repository.commit(attempt, waits)
      if ((await repository.find(head, path, attempt, waits))?.kind === 'folder') throw notAFile(attempt)
      let isFirst = true
      try {
        const pages =
          head === undefined
            ? []
            : host.history({ path: repository.full(path), from: head, most: pageCommits, ...waits })
        for await (const commits of pages) {
          const versions: Version[] = []
          for (let at = 0; at < commits.length; at += atOnce) {
            const some = commits.slice(at, at + atOnce)
            versions.push(
              ...(await Promise.all(
                some.map((commit, index) => versionOf(path, commit, isFirst && at + index === 0, waits)),
              )),
            )
          }
          isFirst &&= commits.length === 0
          if (versions.length > 0) yield versions
        }
      } catch (error) {
        waits.signal.throwIfAborted()
        throw gitFailure(error, attempt)
      }
      if (isFirst) throw nothingAt(attempt)
    },
    async read(path, version, options) {
      const attempt: Attempt = { operation: 'git.versions', path }
      if (!/^[0-9a-f]{40,64}$/.test(version)) throw nothingAt(attempt)
      const found = await gitFailingAs(attempt, () => host.lookUp(version, repository.full(path), options))
      if (!found) throw refuse('not-a-file', 'git.not-in-version', attempt)
      const entry = await repository.file(version, path, attempt, options)
      return readBlob(host, entry, options, attempt)
    },
    restore: async (path) => refused(path, 'git.versions'),
    remove: async (path) => refused(path, 'git.versions'),
  }
}
