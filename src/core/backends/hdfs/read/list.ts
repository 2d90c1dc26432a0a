import type { Entry } from '../../../../contract/entry.ts'
import { type EntryPage, packEntries } from '../../../../contract/entry-page.ts'
import type { Waits } from '../../backend.ts'
import { isCode } from '../../object-store/failures/refusal.ts'
import type { Cluster } from '../connect/cluster.ts'
import { hdfsPath, type HdfsPath } from '../connect/paths.ts'
import { hdfsFailure, notAFolder } from '../failures/failures.ts'
import { type FileStatus, listedEntry } from './facts.ts'
import { readStatuses, type Statuses } from './statuses.ts'

const operation = 'hdfs.list'
const mostRows = 4096

/**
 * Yields the pages of a folder: with a thousand entries for each request if the cluster supports it, otherwise from one
 * response that is read while it arrives.
 */
export async function* listFolder(cluster: Cluster, path: string, { signal }: Waits): AsyncGenerator<EntryPage> {
  signal.throwIfAborted()
  const attempt = { operation, path }
  try {
    let rows: Entry[] = []
    for await (const entries of statusesOf(cluster, hdfsPath(cluster.root, path, operation), signal)) {
      // a file is listed as itself, without a name
      if (entries.some(({ pathSuffix }) => pathSuffix === '')) throw notAFolder(attempt)
      for (const status of entries) rows.push(listedEntry(status))
      while (rows.length >= mostRows) {
        yield packEntries(rows.slice(0, mostRows))
        rows = rows.slice(mostRows)
      }
      if (rows.length > 0) yield packEntries(rows)
      rows = []
      signal.throwIfAborted()
    }
  } catch (error) {
    signal.throwIfAborted()
    throw isCode(error, 'ParentNotDirectoryException') ? notAFolder(attempt) : hdfsFailure(error, attempt)
  }
}

async function* statusesOf(
  cluster: Cluster,
  path: HdfsPath,
  signal: AbortSignal,
): AsyncGenerator<readonly FileStatus[]> {
  let startAfter: string | undefined
  for (;;) {
    let last: string | undefined
    let left = 0
    for await (const { entries, remaining = 0 } of answersOf(cluster, path, startAfter, signal)) {
      if (entries.length > 0) yield entries
      last = entries.at(-1)?.pathSuffix ?? last
      left = remaining
    }
    if (left === 0 || last === undefined) return
    startAfter = last
  }
}

async function* answersOf(
  { namenodes }: Cluster,
  path: HdfsPath,
  startAfter: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<Statuses> {
  let body
  try {
    ;({ body } = await namenodes.send({ op: 'LISTSTATUS_BATCH', path, params: { startAfter }, signal }))
  } catch (error) {
    if (startAfter !== undefined || !isUnknown(error)) throw error
    ;({ body } = await namenodes.send({ op: 'LISTSTATUS', path, signal }))
  }
  yield* readStatuses(body)
}

/** Tells whether the operation is unknown. Releases before 2.8 do not have it, and report this in one of these ways. */
export function isUnknown(error: unknown): boolean {
  return isCode(error, 'IllegalArgumentException', 'UnsupportedOperationException', 'Http400', 'Http500', 'Http501')
}
