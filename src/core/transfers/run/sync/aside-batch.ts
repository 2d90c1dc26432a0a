/** Small files that replace others: those are put aside many at a time, and what replaces them is then copied like new files. */
import { setMaxListeners } from 'node:events'
import type { Waits } from '../../../backends/backend.ts'
import { createBudget } from '../../../../lib/flow/budget.ts'
import { otherSide } from '../../../sync/actions.ts'
import { copyBatch, type BatchDeps, type FileBatch, type SmallFile } from '../../copy/file-batch.ts'
import type { Entry } from '../../../../contract/entry.ts'
import type { OpenedLocation } from '../../../operations/opened-location.ts'
import { type Aside, asideOf, putAside } from './put-aside.ts'
import { isAsSeen, lookAt, type SyncRun } from './sync-run.ts'

/** So few are without a file at a time, should the program be killed then. */
const asideAtOnce = 100
const sideBySide = 16

interface ToPutAside {
  readonly item: SmallFile
  readonly place: OpenedLocation
  readonly there: Entry
  readonly aside: Aside
}

/** Gives those that are not done, with what is known of them by now. */
export async function replaceBatch(
  sync: SyncRun,
  batching: BatchDeps,
  group: FileBatch,
  { signal }: Waits,
): Promise<readonly SmallFile[]> {
  setMaxListeners(0, signal, sync.run.late) // each of those side by side listens
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
  await journal.writer.saved() // or nobody knows what became of them
  // from here on none is left without a file because the transfer is stopped
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
    return [...missed, ...open(put)] // why is found out with each of them
  }
}

/** Those of which both sides are as they were seen. */
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
    // what must be copied to be put aside is no quick step
    const isQuick = aside === 'trash' || place.backend.rename !== undefined
    return isAsPlanned && aside && isQuick ? { item, place, there, aside } : undefined
  })
  return found.filter((each) => each !== undefined)
}

/** What fails is left out: it is met again when its item is looked at by itself. */
async function sideBySideAll<T, R>(all: readonly T[], work: (each: T) => Promise<R>): Promise<readonly R[]> {
  const slots = createBudget(sideBySide)
  const { signal } = new AbortController() // what waits for its turn here waits for quick steps alone
  setMaxListeners(0, signal)
  const ends = await Promise.allSettled(all.map((each) => slots.within(() => work(each), signal)))
  return ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []))
}
