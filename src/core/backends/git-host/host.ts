/**
 * The interface of a service for repositories. A new service implements only its requests; everything else is shared.
 */
import type { WebAnswer } from '../web/requests.ts'
import type { Waits } from '../backend.ts'

export interface GitEntry {
  readonly name: string
  /** `submodule`: a commit of another repository. */
  readonly kind: 'file' | 'folder' | 'link' | 'submodule'
  /** Git's object id of the content. Equal for equal content. */
  readonly sha: string
  readonly sizeBytes?: number
}

export interface Commit {
  readonly sha: string
  readonly atMs: number
  readonly author?: string
  readonly title?: string
}

export interface HistoryOptions extends Waits {
  /** Empty for the history of all files. */
  readonly path: string
  readonly from: string
  readonly untilMs?: number
  /** The number of commits in a page. */
  readonly most: number
}

export interface Asset {
  readonly name: string
  readonly id: string
  readonly sizeBytes?: number
  readonly modifiedMs?: number
  readonly contentType?: string
}

export interface Release {
  readonly tag: string
  readonly atMs?: number
  readonly assets: readonly Asset[]
}

export interface GitHost {
  /**
   * Returns the commit of a branch, a tag or another name; undefined for a repository without commits. Throws if it
   * does not exist.
   */
  commitOf(ref: string, waits: Waits): Promise<string | undefined>
  defaultBranch(waits: Waits): Promise<string>
  /** Lists a folder of a commit, which must exist. */
  list(commit: string, path: string, waits: Waits): AsyncIterable<readonly GitEntry[]>
  /** Finds an entry with one request or a few. */
  lookUp(commit: string, path: string, waits: Waits): Promise<GitEntry | undefined>
  /** Returns a whole file, or the requested range. */
  blob(sha: string, headers: Readonly<Record<string, string>>, waits: Waits): Promise<WebAnswer>
  /** Yields commits, newest first. */
  history(options: HistoryOptions): AsyncIterable<readonly Commit[]>
  refs(kind: 'branches' | 'tags', waits: Waits): AsyncIterable<readonly string[]>
  releases(waits: Waits): AsyncIterable<readonly Release[]>
  asset(asset: Asset, headers: Readonly<Record<string, string>>, waits: Waits): Promise<WebAnswer>
  /** Returns the web page of a file. */
  pageOf(commit: string, path: string): string
  close(): Promise<void>
}

/** Converts the types in the JSON of GitHub and GitLab. */
export function kindOf({ type, mode }: { readonly type: string; readonly mode: string }): GitEntry['kind'] {
  if (type === 'tree') return 'folder'
  if (type === 'commit') return 'submodule'
  return mode === '120000' ? 'link' : 'file'
}
