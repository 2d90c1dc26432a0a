/** Shows folders as they were at a moment: as of the last commit up to that moment. */
import type { Entry } from '../../../contract/entry.ts'
import { packEntries } from '../../../contract/entry-page.ts'
import { baseName } from '../../../contract/location.ts'
import type { Backend, Waits } from '../backend.ts'
import { folderThen } from '../facets/moments.ts'
import { type Attempt, gitFailingAs, nothingAt, refuse } from './failures.ts'
import type { GitEntry } from './host.ts'
import { entryOf, type Repository } from './repository.ts'

const pageRows = 1000

export function momentsOf(repository: Repository): NonNullable<Backend['moments']> {
  const { host } = repository

  async function commits(
    atMs: number,
    attempt: Attempt,
    waits: Waits,
  ): Promise<{ readonly now?: string | undefined; readonly past?: string | undefined }> {
    const now = await repository.commit(attempt, waits)
    if (now === undefined) return { now }
    return gitFailingAs(attempt, async () => {
      for await (const [last] of host.history({ path: '', from: now, untilMs: atMs, most: 1, ...waits })) {
        return { now, past: last?.sha }
      }
      return { now }
    })
  }
  async function folderOf(commit: string | undefined, path: string, attempt: Attempt, waits: Waits) {
    const found = await repository.find(commit, path, attempt, waits)
    if (commit === undefined || found?.kind !== 'folder') return { found, entries: new Map<string, GitEntry>() }
    const entries = new Map<string, GitEntry>()
    await gitFailingAs(attempt, async () => {
      for await (const some of host.list(commit, repository.full(path), waits))
        for (const entry of some) entries.set(entry.name, entry)
    })
    return { found, entries }
  }

  return {
    async *list(path, { signal, atMs, withAdded = false }) {
      const attempt: Attempt = { operation: 'git.moments', path }
      const { now, past } = await commits(atMs, attempt, { signal })
      const before = await folderOf(past, path, attempt, { signal })
      const after = await folderOf(now, path, attempt, { signal })
      if (before.found && before.found.kind !== 'folder') throw refuse('not-a-folder', 'store.was-a-file-then', attempt)
      if (path !== '' && !before.found && !(withAdded && after.found?.kind === 'folder')) throw nothingAt(attempt)
      const names = new Set([...before.entries.keys(), ...(withAdded ? after.entries.keys() : [])])
      const rows = [...names].map((name) => thenOf(before.entries.get(name), after.entries.get(name), withAdded, past))
      const shown = rows.filter((row) => row !== undefined)
      for (let at = 0; at < shown.length; at += pageRows) {
        signal.throwIfAborted()
        yield packEntries(shown.slice(at, at + pageRows))
      }
    },
    async stat(path, { signal, atMs }) {
      const attempt: Attempt = { operation: 'git.moments', path }
      if (path === '') return { name: '', kind: 'folder' }
      const { now, past } = await commits(atMs, attempt, { signal })
      const before = await repository.find(past, path, attempt, { signal })
      const after = await repository.find(now, path, attempt, { signal })
      const row = thenOf(before, after, false, past)
      if (!row) throw nothingAt(attempt)
      return { ...row, name: baseName(path) }
    },
    async changes(path, { signal, most }) {
      const attempt: Attempt = { operation: 'git.moments', path }
      const from = await repository.commit(attempt, { signal })
      if (from === undefined) return []
      const found = new Set<number>()
      await gitFailingAs(attempt, async () => {
        const pages = host.history({ path: repository.full(path), from, most: Math.min(100, most), signal })
        for await (const some of pages) {
          for (const { atMs } of some) found.add(atMs)
          if (found.size >= most) break
        }
      })
      return [...found].toSorted((a, b) => b - a).slice(0, most)
    },
  }
}

function thenOf(
  before: GitEntry | undefined,
  after: GitEntry | undefined,
  withAdded: boolean,
  commit: string | undefined,
): Entry | undefined {
  const shown = before ?? (withAdded ? after : undefined)
  if (!shown) return undefined
  const isSameKind = before?.kind === after?.kind
  if (shown.kind === 'folder') {
    const hasChanged = before?.sha !== after?.sha
    return folderThen(
      shown.name,
      { livedThen: before !== undefined, livesNow: after !== undefined && isSameKind, hasChanged },
      { withAdded },
    )
  }
  const since = !before ? 'added' : !after ? 'deleted' : isSameKind && before.sha === after.sha ? 'same' : 'changed'
  return { ...entryOf(shown), since, ...(before && commit !== undefined && { version: commit }) }
}
