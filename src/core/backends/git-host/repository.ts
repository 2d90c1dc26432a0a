/** A repository at a ref: its present commit, and the content of the commit. */
import { childPath } from '../../../contract/location.ts'
import type { Entry } from '../../../contract/entry.ts'
import type { Waits } from '../backend.ts'
import { type Attempt, gitFailingAs, notAFile, nothingAt, refuse } from './failures.ts'
import type { GitEntry, GitHost } from './host.ts'

export interface Repository {
  readonly host: GitHost
  /** Returns undefined for a repository without commits. */
  commit(attempt: Attempt, waits: Waits): Promise<string | undefined>
  /** Returns the entry at a path of a commit; undefined if nothing exists there. */
  find(commit: string | undefined, path: string, attempt: Attempt, waits: Waits): Promise<GitEntry | undefined>
  /** Throws `not-found`, `not-a-file`, `outside`. */
  file(commit: string | undefined, path: string, attempt: Attempt, waits: Waits): Promise<GitEntry>
  /** Returns the path relative to the root of the repository. */
  full(path: string): string
}

export interface RepositoryOptions {
  readonly host: GitHost
  readonly ref?: string
  /** The mount's folder in the repository. */
  readonly path: string
  /** How long the commit of a ref is remembered. */
  readonly freshMs: number
}

const rootEntry: GitEntry = { name: '', kind: 'folder', sha: '' }

export function createRepository({ host, ref, path: base, freshMs }: RepositoryOptions): Repository {
  let known: { readonly commit: Promise<string | undefined>; readonly atMs: number } | undefined
  let branch: string | undefined = ref

  async function ask(waits: Waits): Promise<string | undefined> {
    branch ??= await host.defaultBranch(waits)
    return host.commitOf(branch, waits)
  }
  const full = (path: string) => (base === '' ? path : path === '' ? base : childPath(base, path))

  const repository: Repository = {
    host,
    full,
    async commit(attempt, waits) {
      waits.signal.throwIfAborted()
      if (ref !== undefined && /^[0-9a-f]{40}$/.test(ref)) return ref
      if (!known || Date.now() - known.atMs >= freshMs) {
        const asked = { commit: gitFailingAs(attempt, () => ask(waits)), atMs: Date.now() }
        known = asked
        asked.commit.catch(() => known === asked && (known = undefined))
        return asked.commit
      }
      // if the first caller aborts, the callers that wait send the request again
      return known.commit.catch(() => gitFailingAs(attempt, () => ask(waits)))
    },
    async find(commit, path, attempt, waits) {
      const at = full(path)
      if (commit === undefined) return at === '' ? rootEntry : undefined
      return at === '' ? rootEntry : gitFailingAs(attempt, () => host.lookUp(commit, at, waits))
    },
    async file(commit, path, attempt, waits) {
      if (path === '') throw notAFile(attempt)
      const entry = await repository.find(commit, path, attempt, waits)
      if (!entry) throw nothingAt(attempt)
      if (entry.kind === 'folder') throw notAFile(attempt)
      if (entry.kind === 'submodule') throw submodule(attempt)
      if (entry.kind === 'link') throw refuse('outside', 'git.is-link', attempt)
      return entry
    },
  }
  return repository
}

export function submodule(attempt: Attempt) {
  return refuse('unsupported', 'git.is-submodule', attempt)
}

/** A link's target is its content, which would need a request; a listing does not read it. */
export function entryOf({ name, kind, sizeBytes }: GitEntry): Entry {
  if (kind === 'link') return { name, kind, link: { target: '', leadsTo: 'outside' } }
  if (kind === 'submodule') return { name, kind: 'folder', failure: 'unsupported' }
  return { name, kind, ...(kind === 'file' && sizeBytes !== undefined && { sizeBytes }) }
}
