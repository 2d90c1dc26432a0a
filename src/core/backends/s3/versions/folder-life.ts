import type { FolderLife } from '../../moments.ts'
import type { Scope } from '../connect/scope.ts'
import { versionPages } from './state-pages.ts'
import { createStatesAt } from './states-at.ts'

const pageStates = 250
/** More are not asked for: the folder is then taken for one that was there. */
const mostPages = 4

/** What is known of a folder by its first states; with all of them, whether any has changed. */
export async function folderLife(
  scope: Scope,
  { bucket, prefix, atMs }: { readonly bucket: string; readonly prefix: string; readonly atMs: number },
  signal: AbortSignal,
): Promise<FolderLife> {
  const statesAt = createStatesAt(atMs)
  let livedThen = false
  let livesNow = false
  let hasChanged = false
  let pages = 0
  for await (const page of versionPages(scope, { bucket, prefix, most: pageStates }, signal)) {
    for (const { before, now } of statesAt(page)) {
      livedThen ||= before !== undefined
      livesNow ||= now !== undefined
      hasChanged ||= before?.version.id !== now?.version.id
    }
    pages += 1
    if (!page.IsTruncated) return { livedThen, livesNow, hasChanged }
    if (livedThen && livesNow) return { livedThen, livesNow, ...(hasChanged && { hasChanged }) }
    if (pages === mostPages) break
  }
  return { livedThen: true, livesNow: true }
}
