/** The counts of one run of a transfer, and the records of its items. */
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
  /** The numbers of items in progress, with the copied bytes of each. */
  readonly running: ReadonlyMap<number, number>
  isPlanned(): boolean
  /** Records that all sources have been scanned. */
  setPlanned(): void
  readonly lastNumber: () => number
  readonly setLastNumber: (number: number) => void
  claimed(): number
  /** Records that items up to a number are started, before they start. */
  claim(number: number): void
  begin(item: OpenItem, from: Location): void
  /** Returns the item that was started last. */
  current(): Location | undefined
  /** Returns the answers for all questions of a kind, as last read. */
  answers(): TransferRecord['answers']
  readAnswers(): void
  readonly moved: (item: OpenItem, bytes: number) => void
  /** Returns the current details of an item; a stage may have been started. */
  readonly detailOf: (item: OpenItem) => OpenDetail
  /** Saved sooner or later. */
  noteDetail(item: OpenItem, detail: OpenDetail): void
  /** Saved sooner or later: what the record says can also be found out in another way. */
  readonly noteStage: (item: OpenItem, stage: StageRecord) => void
  /** Resolves when the record would survive a crash. */
  readonly saveStage: (item: OpenItem, stage: StageRecord | undefined) => Promise<void>
}

export interface RunJournalOptions extends SettlingOptions {
  /** The program that runs the transfer. When another program takes it over, nothing more is written. */
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
