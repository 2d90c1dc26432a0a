import type { FolderMeasure, MeasuredPart } from '../../contract/api/listing.ts'
import { entryKinds } from '../../contract/choices.ts'
import { type EntryPage, unpackEntries } from '../../contract/entry-page.ts'
import { type Failure, StorageError } from '../../contract/failure.ts'
import type { Backend, Waits } from '../backends/backend.ts'
import { walk } from './walk.ts'

export interface MeasureOptions extends Waits {
  readonly now: () => number
}

/** The time between two results. */
const pauseMs = 250
/** The number of parts that are listed one by one. The others are added up. */
const mostParts = 200
const mostSkipped = 100

const folderKind = entryKinds.indexOf('folder')

interface Sum {
  bytes: number
  files: number
  folders: number
}

/**
 * Measures each part of a folder with everything below it. Yields intermediate results, and the last one with `isDone`.
 * It holds in memory one sum for each top-level folder, and the largest top-level files.
 */
export async function* measureFolder(
  backend: Backend,
  path: string,
  { signal, now }: MeasureOptions,
): AsyncGenerator<FolderMeasure> {
  const folders = new Map<string, Sum>()
  const files = createLargest()
  const skipped: { path: string; failure: Failure }[] = []
  let skippedCount = 0
  let saidMs = now()
  const base = path === '' ? 0 : path.length + 1

  for await (const item of walk(backend, path, { signal })) {
    if ('failure' in item) {
      if (item.path === path) throw new StorageError(item.failure)
      skippedCount += 1
      if (skipped.length < mostSkipped) skipped.push(item)
    } else if (item.path === path) addTop(item.page, folders, files)
    else addTo(sumOf(folders, item.path.slice(base).split('/')[0] ?? ''), item.page)
    if (now() - saidMs < pauseMs) continue
    saidMs = now()
    yield measure(false)
  }
  yield measure(true)

  function measure(isDone: boolean): FolderMeasure {
    const parts: MeasuredPart[] = [
      ...[...folders].map(([name, { bytes, files: count, folders: inner }]) => ({
        name,
        kind: 'folder' as const,
        bytes,
        files: count,
        folders: inner,
      })),
      ...files.list(),
    ].toSorted((a, b) => b.bytes - a.bytes)
    const rest = parts.slice(mostParts).reduce(
      (sum, part) => ({
        bytes: sum.bytes + part.bytes,
        files: sum.files + part.files,
        folders: sum.folders + part.folders + (part.kind === 'folder' ? 1 : 0),
      }),
      files.others(),
    )
    return { parts: parts.slice(0, mostParts), rest, skipped: skipped.slice(), skippedCount, isDone }
  }
}

function sumOf(folders: Map<string, Sum>, name: string): Sum {
  const there = folders.get(name)
  if (there) return there
  const made = { bytes: 0, files: 0, folders: 0 }
  folders.set(name, made)
  return made
}

/** Below the top level only sums are needed, so names are not decoded. */
function addTo(sum: Sum, page: EntryPage): void {
  page.kinds.forEach((kind, row) => {
    if (kind === folderKind) sum.folders += 1
    else {
      sum.files += 1
      sum.bytes += known(page.sizes[row])
    }
  })
}

function addTop(page: EntryPage, folders: Map<string, Sum>, files: ReturnType<typeof createLargest>): void {
  for (const { name, kind, sizeBytes } of unpackEntries(page)) {
    if (kind === 'folder') sumOf(folders, name)
    else files.add({ name, kind, bytes: known(sizeBytes), files: 1, folders: 0 })
  }
}

/** Entries of unknown size count as 0. */
function known(bytes: number | undefined): number {
  return bytes === undefined || Number.isNaN(bytes) ? 0 : bytes
}

/** Keeps the largest of any number of files, and the sum of the others. */
function createLargest() {
  let kept: MeasuredPart[] = []
  const others: Sum = { bytes: 0, files: 0, folders: 0 }
  function shorten() {
    kept = kept.toSorted((a, b) => b.bytes - a.bytes)
    for (const { bytes } of kept.slice(mostParts)) {
      others.bytes += bytes
      others.files += 1
    }
    kept = kept.slice(0, mostParts)
  }
  return {
    add(part: MeasuredPart) {
      kept.push(part)
      if (kept.length >= mostParts * 2) shorten()
    },
    list: (): readonly MeasuredPart[] => kept,
    others: (): Sum => ({ ...others }),
  }
}
