/** The folders of a commit. Their pages contain no sizes; the size of a file is requested together with the file. */
import type { Waits } from '../backend.ts'
import { type GitEntry, kindOf } from '../git-host/host.ts'
import { jsonPages } from '../git-host/pages.ts'
import { isMissing } from '../object-store/failures/refusal.ts'
import type { Requests } from '../web/requests.ts'

interface SaidRow {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly mode: string
}

/** A folder of a commit never changes, so this many are cached. */
const mostTrees = 100
const mostTreeEntries = 200_000

/** `at` is the URL of the repository in the API. */
export function createTrees(requests: Requests, at: string) {
  const trees = new Map<string, readonly GitEntry[]>()
  let held = 0

  function keep(key: string, entries: readonly GitEntry[]): void {
    held += entries.length - (trees.get(key)?.length ?? 0)
    trees.set(key, entries)
    for (const [oldest, old] of trees) {
      if (trees.size <= mostTrees && held <= mostTreeEntries) break
      trees.delete(oldest)
      held -= old.length
    }
  }
  async function* list(commit: string, path: string, { signal }: Waits): AsyncGenerator<readonly GitEntry[]> {
    const key = `${commit}:${path}`
    const known = trees.get(key)
    if (known) {
      for (let start = 0; start < known.length; start += 1000) yield known.slice(start, start + 1000)
      return
    }
    const url = new URL(`${at}/tree`)
    url.search = new URLSearchParams({ ref: commit, path, per_page: '100', pagination: 'keyset' }).toString()
    const all: GitEntry[] = []
    try {
      for await (const page of jsonPages<SaidRow>({ requests, url: url.href, signal })) {
        const entries = page.map(entryOf)
        all.push(...entries)
        yield entries
      }
    } catch (error) {
      if (!isMissing(error)) throw error // a missing folder counts as empty
    }
    keep(key, all)
  }
  async function sizeOf(commit: string, path: string, { signal }: Waits): Promise<number | undefined> {
    const url = `${at}/files/${encodeURIComponent(path)}?ref=${commit}`
    const { headers } = await requests.send({ url, method: 'HEAD', signal })
    const size = headers['x-gitlab-size']
    return size === undefined ? undefined : Number(size)
  }

  return {
    list,
    async lookUp(commit: string, path: string, waits: Waits): Promise<GitEntry | undefined> {
      const slash = path.lastIndexOf('/')
      const name = path.slice(slash + 1)
      for await (const entries of list(commit, path.slice(0, Math.max(0, slash)), waits)) {
        const found = entries.find((each) => each.name === name)
        if (!found) continue
        const sizeBytes = found.kind === 'file' ? await sizeOf(commit, path, waits) : undefined
        return sizeBytes === undefined ? found : { ...found, sizeBytes }
      }
      return undefined
    },
  }
}

function entryOf({ id, name, type, mode }: SaidRow): GitEntry {
  return { name, kind: kindOf({ type, mode }), sha: id }
}
