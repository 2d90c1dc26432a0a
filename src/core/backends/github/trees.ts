/** The folders of a repository. */
import type { Waits } from '../backend.ts'
import { type GitEntry, kindOf } from '../git-host/host.ts'
import { json } from '../git-host/pages.ts'
import { WebRefusal } from '../web/refusal.ts'
import type { Requests } from '../web/requests.ts'

export const headers = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' }

interface SaidTree {
  readonly tree: readonly {
    readonly path: string
    readonly mode: string
    readonly type: string
    readonly sha: string
    readonly size?: number
  }[]
  readonly truncated?: boolean
}
/** Trees never change, so this many are cached by their ids. */
const mostTrees = 300
const mostTreeEntries = 200_000

/** `at` is the URL of the repository in the API. */
export function createTrees(requests: Requests, at: string) {
  const trees = new Map<string, readonly GitEntry[]>()
  let held = 0

  async function treeOf(sha: string, { signal }: Waits): Promise<readonly GitEntry[]> {
    const known = trees.get(sha)
    if (known) {
      trees.delete(sha)
      trees.set(sha, known)
      return known
    }
    const said = await json<SaidTree>(requests, `${at}/git/trees/${sha}`, { signal }, headers)
    if (said.truncated) throw WebRefusal.of('Truncated', 'the service left entries out')
    const entries = said.tree.map(entryOf)
    trees.set(sha, entries)
    held += entries.length
    for (const [oldest, old] of trees) {
      if (trees.size <= mostTrees && held <= mostTreeEntries) break
      trees.delete(oldest)
      held -= old.length
    }
    return entries
  }
  async function lookUp(commit: string, path: string, waits: Waits): Promise<GitEntry | undefined> {
    let entry: GitEntry = { name: '', kind: 'folder', sha: commit }
    for (const name of path.split('/').filter((each) => each !== '')) {
      if (entry.kind !== 'folder') return undefined
      const found: GitEntry | undefined = (await treeOf(entry.sha, waits)).find((each) => each.name === name)
      if (!found) return undefined
      entry = found
    }
    return entry
  }

  return { treeOf, lookUp }
}

function entryOf({ path, mode, type, sha, size }: SaidTree['tree'][number]): GitEntry {
  return { name: path, kind: kindOf({ type, mode }), sha, ...(size !== undefined && { sizeBytes: size }) }
}
