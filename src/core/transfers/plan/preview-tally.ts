/** What a preview has counted so far. */
import type { Preview } from '../../../contract/api/transfers.ts'
import type { SkipWhy } from '../../../contract/transfer.ts'
import type { OpenItem } from '../journal/item-record.ts'

const mostFailures = 20

export interface Tally {
  folders: number
  newFolders: number
  files: number
  bytes: number
  copied: { files: number; bytes: number }
  skipped: Map<string, Preview['skipped'][number]>
  replaced: number
  conflicts: number
  unknown: number
  failures: Preview['failures']
}

export function newTally(): Tally {
  return {
    folders: 0,
    newFolders: 0,
    files: 0,
    bytes: 0,
    copied: { files: 0, bytes: 0 },
    skipped: new Map(),
    replaced: 0,
    conflicts: 0,
    unknown: 0,
    failures: [],
  }
}

export function take(tally: Tally, { sizeBytes = 0 }: OpenItem): void {
  tally.copied.files += 1
  tally.copied.bytes += sizeBytes
}

export function skip(tally: Tally, why: SkipWhy, reason: string): void {
  const files = (tally.skipped.get(reason)?.files ?? 0) + 1
  tally.skipped.set(reason, { why, reason, files })
}

export function fail(tally: Tally, failure: Preview['failures'][number]): void {
  if (tally.failures.length < mostFailures) tally.failures.push(failure)
}

export function shown({ skipped, ...tally }: Tally, isCounting: boolean): Preview {
  return {
    ...tally,
    copied: { ...tally.copied },
    failures: [...tally.failures],
    isCounting,
    skipped: [...skipped.values()],
  }
}
