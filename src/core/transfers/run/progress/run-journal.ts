/** What one run of a transfer counts, and what it writes down of its items. */
import type { Location } from '../../../../contract/location.ts'
import type { OpenDetail, OpenItem, StageRecord } from '../../journal/item-record.ts'
import type { Journal } from '../../journal/journal.ts'
import { createJournalWriter, type JournalWriter } from '../../journal/journal-writer.ts'
import type { TransferRecord } from '../../journal/records.ts'
import { createItemsUnderWay } from './items-under-way.ts'
import { createItemSettling, type ItemSettling, type SettlingOptions, type Tallies } from './item-settling.ts'

export interface RunJournal extends ItemSettling {
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
  /** What is known of an item by now: a stage may have been begun. */
  readonly detailOf: (item: OpenItem) => OpenDetail
  /** Sooner or later. */
  noteDetail(item: OpenItem, detail: OpenDetail): void
  /** Sooner or later: what it says can be found out otherwise. */
  readonly noteStage: (item: OpenItem, stage: StageRecord) => void
  /** Resolves when it would outlive a crash. */
  readonly saveStage: (item: OpenItem, stage: StageRecord | undefined) => Promise<void>
}

export interface RunJournalOptions extends SettlingOptions {
  /** The program that runs it: when another one has taken it over, nothing more is written. */
  readonly owner: string
  readonly onError: (error: unknown) => void
  readonly onChange: () => void
}

export function createRunJournal(
  journal: Journal,
  record: TransferRecord,
  { owner, foldersAreItems, onError, onChange }: RunJournalOptions,
): RunJournal {
  const { id } = record
  const underWay = createItemsUnderWay()
  const { routes, skips, steps } = record.facts
  const tallies: Tallies = { routes: { ...routes }, skips: { ...skips }, steps: { ...steps } }
  let { lastNumber, claimed, isPlanned, answers } = record
  let current: Location | undefined
  const writer = createJournalWriter(journal, id, {
    owner,
    counts: record.counts,
    more: () => {
      const facts = { ...record.facts, ...tallies }
      return { counts: underWay.atRest(writer.counts()), lastNumber, claimed, isPlanned, facts }
    },
    onError,
    onChange,
  })
  const settling = createItemSettling(writer, underWay, tallies, { foldersAreItems })
  function noteStage(item: OpenItem, stage: StageRecord | undefined) {
    const detail = underWay.noteStage(item, stage)
    noteDetail(item, detail)
  }
  function noteDetail(item: OpenItem, detail: OpenDetail) {
    underWay.noteDetail(item, detail)
    writer.patch({ number: item.number, detail })
  }

  return {
    ...settling,
    id,
    writer,
    running: underWay.running,
    detailOf: underWay.detailOf,
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
    begin(item, from) {
      current = from
      underWay.begin(item)
    },
    moved(item, bytes) {
      const taken = underWay.moved(item, bytes)
      writer.change({ bytesSettled: bytes, bytesCopied: bytes, bytesStaged: -taken })
    },
    current: () => current,
    answers: () => answers,
    readAnswers: () => (answers = journal.get(id)?.answers ?? answers),
    noteDetail,
    noteStage,
    async saveStage(item, stage) {
      noteStage(item, stage)
      await writer.saved()
    },
  }
}
