/** What one run of a transfer counts, and what it writes down of its items. */
import type { Location } from '../../../contract/location.ts'
import type { Route, SkipWhy } from '../../../contract/transfer.ts'
import { bytesChange, patchOf, statusOf, withStage } from '../journal/item-patch.ts'
import type { DoneRun, ItemPatch } from '../journal/items/item-writes.ts'
import type { ItemOutcome } from '../journal/item-outcome.ts'
import type { Journal } from '../journal/journal.ts'
import { createJournalWriter, type JournalWriter } from '../journal/journal-writer.ts'
import { type OpenDetail, type OpenItem, type StageRecord, stagedBytes } from '../journal/item-record.ts'
import type { TransferCounts, TransferRecord } from '../journal/records.ts'

export interface RunJournal {
  readonly id: number
  readonly writer: JournalWriter
  /** Numbers of items under way, and how much of each is copied. */
  readonly running: ReadonlyMap<number, number>
  isPlanned(): boolean
  /** Everything there is to do is known. */
  setPlanned(): void
  readonly lastNumber: () => number
  readonly setLastNumber: (number: number) => void
  claimed(): number
  /** Says that items up to a number are begun, before they are. */
  claim(number: number): void
  begin(item: OpenItem, from: Location): void
  /** What was begun last. */
  current(): Location | undefined
  /** Answers given for all questions of a kind, as they were read last. */
  answers(): TransferRecord['answers']
  readAnswers(): void
  readonly moved: (item: OpenItem, bytes: number) => void
  /** It has no outcome: what is in its stage is counted when it goes on. */
  leave(item: OpenItem): void
  settle(item: OpenItem, outcome: ItemOutcome): void
  /** A folder that the plan walks. What is known of it stays. */
  readonly settleFolder: (folder: OpenItem, outcome: ItemOutcome) => void
  settleMany(items: readonly OpenItem[], patches: readonly (ItemPatch | DoneRun)[], route: Route): void
  skipped(why: SkipWhy): void
  /** So many bytes of files that are settled went this way. */
  sent(route: Route, bytes: number): void
  /** What is known of an item by now: a stage may have been begun. */
  readonly detailOf: (item: OpenItem) => OpenDetail
  /** Sooner or later. */
  noteDetail(item: OpenItem, detail: OpenDetail): void
  /** Sooner or later: what it says can be found out otherwise. */
  readonly noteStage: (item: OpenItem, stage: StageRecord) => void
  /** Resolves when it would outlive a crash. */
  readonly saveStage: (item: OpenItem, stage: StageRecord | undefined) => Promise<void>
}

/** Of one item under way. */
interface UnderWay {
  moved: number
  /** Counted as staged until the item takes it over. */
  pending: number
  /** What its stage holds by now. */
  staged: number
  /** What was written down of it since it was begun. */
  detail?: OpenDetail
}

export interface RunJournalOptions {
  /** The program that runs it: when another one has taken it over, nothing more is written. */
  readonly owner: string
  /** Folders go as a whole; else what is in them is counted. */
  readonly foldersAreItems: boolean
  readonly onError: (error: unknown) => void
  readonly onChange: () => void
}

export function createRunJournal(
  journal: Journal,
  record: TransferRecord,
  { owner, foldersAreItems, onError, onChange }: RunJournalOptions,
): RunJournal {
  const { id } = record
  const underWay = new Map<number, UnderWay>()
  const running = new Map<number, number>()
  const routes: Partial<Record<Route, number>> = { ...record.facts.routes }
  const skips: Partial<Record<SkipWhy, number>> = { ...record.facts.skips }
  let { lastNumber, claimed, isPlanned, answers } = record
  let current: Location | undefined
  const writer = createJournalWriter(journal, id, {
    owner,
    counts: record.counts,
    more: () => ({ counts: countsAtRest(), lastNumber, claimed, isPlanned, facts: { ...record.facts, routes, skips } }),
    onError,
    onChange,
  })

  /** As they are if the program is killed now: what is copied of unfinished items counts as far as it is staged. */
  function countsAtRest(): TransferCounts {
    let { bytesSettled, bytesCopied, bytesStaged } = writer.counts()
    for (const { moved, pending, staged } of underWay.values()) {
      bytesSettled -= moved
      bytesCopied -= moved
      bytesStaged += staged - pending
    }
    return { ...writer.counts(), bytesSettled, bytesCopied, bytesStaged }
  }
  function end({ number }: OpenItem): UnderWay {
    const found = underWay.get(number) ?? { moved: 0, pending: 0, staged: 0 }
    underWay.delete(number)
    running.delete(number)
    return found
  }
  function leave(item: OpenItem): void {
    const { moved, pending, staged } = end(item)
    writer.change({ bytesSettled: -moved, bytesCopied: -moved, bytesStaged: staged - pending })
  }
  const skipped = (why: SkipWhy) => void (skips[why] = (skips[why] ?? 0) + 1)
  const sent = (route: Route, bytes: number) => void (routes[route] = (routes[route] ?? 0) + bytes)
  const detailOf = ({ number, detail }: OpenItem) => underWay.get(number)?.detail ?? detail
  function noteDetail({ number }: OpenItem, detail: OpenDetail) {
    const found = underWay.get(number)
    if (found) found.detail = detail
    writer.patch({ number, detail })
  }
  function noteStage(item: OpenItem, stage: StageRecord | undefined) {
    const found = underWay.get(item.number)
    if (found) found.staged = stagedBytes(stage)
    noteDetail(item, withStage(detailOf(item), stage))
  }

  return {
    id,
    writer,
    running,
    isPlanned: () => isPlanned,
    setPlanned() {
      isPlanned = true
      writer.change({})
      writer.flush()
    },
    lastNumber: () => lastNumber,
    setLastNumber: (number) => (lastNumber = number),
    claimed: () => claimed,
    claim(number) {
      if (number <= claimed) return
      claimed = number
      writer.change({})
      writer.flush({ outlives: 'power' })
    },
    begin({ number, detail }, from) {
      current = from
      const staged = stagedBytes(detail.stage)
      underWay.set(number, { moved: 0, pending: staged, staged })
      running.set(number, 0)
    },
    moved({ number }, bytes) {
      const found = underWay.get(number)
      const taken = found ? Math.max(0, Math.min(found.pending, bytes)) : 0
      if (found) {
        found.moved += bytes
        found.pending -= taken
        running.set(number, found.moved)
      }
      writer.change({ bytesSettled: bytes, bytesCopied: bytes, bytesStaged: -taken })
    },
    leave,
    settle(item, outcome) {
      const kept = detailOf(item)
      if (outcome.kind === 'asking') {
        leave(item)
        writer.change({ asking: 1 })
      } else {
        const { moved, pending } = end(item)
        const change = { bytesSettled: (item.sizeBytes ?? 0) - moved, ...bytesChange(outcome, item, moved) }
        writer.change({ ...change, ...countChange(item, outcome, { foldersAreItems }), bytesStaged: -pending })
      }
      if (outcome.kind === 'done' && outcome.detail.route) sent(outcome.detail.route, outcome.sizeBytes ?? 0)
      if (outcome.kind === 'skipped') skipped(outcome.why)
      writer.patch(patchOf(item, outcome, kept))
    },
    settleFolder(folder, outcome) {
      writer.change(countChange(folder, outcome, { foldersAreItems }))
      if (outcome.kind === 'skipped') skipped(outcome.why)
      writer.patch({ number: folder.number, isToWalk: false, ...statusOf(outcome, folder.detail) })
    },
    settleMany(items, patches, route) {
      const bytes = items.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0)
      for (const item of items) end(item)
      writer.change({ done: items.length, bytesSettled: bytes, bytesCopied: bytes })
      sent(route, bytes)
      for (const patch of patches) writer.patch(patch)
    },
    current: () => current,
    answers: () => answers,
    readAnswers: () => (answers = journal.get(id)?.answers ?? answers),
    skipped,
    sent,
    detailOf,
    noteDetail,
    noteStage,
    async saveStage(item, stage) {
      noteStage(item, stage)
      await writer.saved()
    },
  }
}

/**
 * Folders are not counted as items once they are done, unless they went as a whole: what is in them was counted. Files and
 * folders that failed, were skipped or ask are items.
 */
export function countChange(
  { kind, detail }: Pick<OpenItem, 'kind' | 'detail'>,
  outcome: ItemOutcome,
  { foldersAreItems }: Pick<RunJournalOptions, 'foldersAreItems'>,
): Partial<TransferCounts> {
  const isWhole = foldersAreItems || (outcome.kind === 'done' && outcome.detail.route === 'rename')
  if (kind !== 'folder' || outcome.kind !== 'done' || isWhole) return { [outcome.kind]: 1 }
  const isMade = (outcome.detail.isMade ?? detail.isMade) !== false
  return isMade ? { total: -1, foldersDone: 1 } : { total: -1, foldersExisting: 1 }
}
