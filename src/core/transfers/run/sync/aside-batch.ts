/**
 * Small files that replace others. The old files are put aside many at a time, and the new ones are then copied like
 * new files.
 */
import { setMaxListeners } from 'node:events'
import type { Waits } from '../../../backends/backend.ts'
import { createBudget } from '../../../../lib/flow/budget.ts'
import { otherSide } from '../../../sync/actions.ts'
import { copyBatch, type BatchDeps, type FileBatch, type SmallFile } from '../../copy/file-batch.ts'
import type { Entry } from '../../../../contract/entry.ts'
import type { OpenedLocation } from '../../../operations/opened-location.ts'
import { type Aside, asideOf, putAside } from './put-aside.ts'
import { isAsSeen, lookAt, type SyncRun } from './sync-run.ts'

/** The number of names that lack a file at a time, in case the program is killed at that moment. */
const asideAtOnce = 100
const sideBySide = 16

interface ToPutAside {
  readonly item: SmallFile
  readonly place: OpenedLocation
  readonly there: Entry
  readonly aside: Aside
}

/** Returns the items that are not done, with their current details. */
export async function replaceBatch(
  sync: SyncRun,
  batching: BatchDeps,
  group: FileBatch,
  { signal }: Waits,
): Promise<readonly SmallFile[]> {
  setMaxListeners(0, signal, sync.run.late) // Each parallel item adds a listener.
  const left: SmallFile[] = []
  for (let begin = 0; begin < group.items.length; begin += asideAtOnce) {
    const items = group.items.slice(begin, begin + asideAtOnce)
    if (signal.aborted) left.push(...items)
    else left.push(...(await replaceSome(sync, batching, { ...group, items }, { signal })))
  }
  return left.map((item) => asKnown(sync, item))
}

function asKnown({ run }: SyncRun, item: SmallFile): SmallFile {
  return { ...item, detail: run.journal.detailOf(item) }
}

async function replaceSome(sync: SyncRun, batching: BatchDeps, group: FileBatch, waits: Waits) {
  const { journal, late } = sync.run
  const wanted = await asLooked(sync, group.items, waits)
  for (const { item, aside } of wanted) journal.noteDetail(item, { ...journal.detailOf(item), replaced: { aside } })
  await journal.writer.saved() // Otherwise their state would be unknown after a crash.
  // From here on, a stop of the transfer must not leave a name without a file.
  const put = await sideBySideAll(wanted, async ({ item, place, there, aside }) => {
    await putAside(sync, item, place, there, aside, { signal: late })
    return asKnown(sync, item)
  })
  const ready = new Map(put.map((item) => [item.number, item]))
  const open = (items: readonly SmallFile[]) => items.filter(({ number }) => journal.running.has(number))
  const missed = group.items.filter(({ number }) => !ready.has(number))
  try {
    return [...missed, ...(await copyBatch(batching, { ...group, items: put }, { signal: late }))]
  } catch {
    return [...missed, ...open(put)] // The reason is found again with each single item.
  }
}

/** Returns the items whose two sides are still as they were seen. */
async function asLooked(sync: SyncRun, items: readonly SmallFile[], waits: Waits): Promise<readonly ToPutAside[]> {
  const found = await sideBySideAll(items, async (item): Promise<ToPutAside | undefined> => {
    const step = sync.stepOf(item)
    if (step?.do !== 'copy') return undefined
    const places = sync.run.locations.of(item)
    const [from, place] = [await sync.open(places.from, waits), await sync.open(places.to, waits)]
    const [source, there] = [await lookAt(from, waits), await lookAt(place, waits)]
    const isAsPlanned =
      isAsSeen(source, step.seen[otherSide(step.to)], from) && isAsSeen(there, step.seen[step.to], place)
    const aside = there && asideOf(sync, { side: step.to, path: step.path, isReplaced: true }, place)
    // An entry that must be copied to be put aside takes too long for this.
    const isQuick = aside === 'trash' || place.backend.rename !== undefined
    return isAsPlanned && aside && isQuick ? { item, place, there, aside } : undefined
  })
  return found.filter((each) => each !== undefined)
}

/** A failed item is left out. The failure appears again when the item is processed alone. */
async function sideBySideAll<T, R>(all: readonly T[], work: (each: T) => Promise<R>): Promise<readonly R[]> {
  const slots = createBudget(sideBySide)
  const { signal } = new AbortController() // The queued calls here only wait for short steps.
  setMaxListeners(0, signal)
  const ends = await Promise.allSettled(all.map((each) => slots.within(() => work(each), signal)))
  return ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []))
}
