/** What a service for repositories is asked for. Whoever adds one says how it asks; all else is shared. */
import type { WebAnswer } from '../web/requests.ts'
import type { Waits } from '../backend.ts'

export interface GitEntry {
  readonly name: string
  /** `submodule`: a commit of another repository. */
  readonly kind: 'file' | 'folder' | 'link' | 'submodule'
  /** Git's own name of what is in it: equal for equal content. */
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
  /** Of all files when it is empty. */
  readonly path: string
  readonly from: string
  readonly untilMs?: number
  /** Commits in a page. */
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
  /** The commit a branch, a tag or another name stands for; undefined for a repository without any. Throws where it is not there. */
  commitOf(ref: string, waits: Waits): Promise<string | undefined>
  defaultBranch(waits: Waits): Promise<string>
  /** In a folder of a commit, which is there. */
  list(commit: string, path: string, waits: Waits): AsyncIterable<readonly GitEntry[]>
  /** In one request or a few. */
  lookUp(commit: string, path: string, waits: Waits): Promise<GitEntry | undefined>
  /** All of a file, or the range that is asked for. */
  blob(sha: string, headers: Readonly<Record<string, string>>, waits: Waits): Promise<WebAnswer>
  /** Newest first. */
  history(options: HistoryOptions): AsyncIterable<readonly Commit[]>
  refs(kind: 'branches' | 'tags', waits: Waits): AsyncIterable<readonly string[]>
  releases(waits: Waits): AsyncIterable<readonly Release[]>
  asset(asset: Asset, headers: Readonly<Record<string, string>>, waits: Waits): Promise<WebAnswer>
  /** Where people look at a file. */
  pageOf(commit: string, path: string): string
  close(): Promise<void>
}

/** How GitHub and GitLab write them in JSON. */
export function kindOf({ type, mode }: { readonly type: string; readonly mode: string }): GitEntry['kind'] {
  if (type === 'tree') return 'folder'
  if (type === 'commit') return 'submodule'
  return mode === '120000' ? 'link' : 'file'
}
