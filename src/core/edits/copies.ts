/** The local copies of edited files, and storing what was saved in them. */
import type { Edit } from '../../contract/api/edits.ts'
import { failureOf } from '../../contract/failure.ts'
import { createChangeSignal } from '../../lib/flow/change-signal.ts'
import { known } from '../../lib/known.ts'
import { watchFiles } from '../files/watch-files.ts'
import type { Mounts } from '../mounts/mounts.ts'
import { openLocation } from '../operations/opened-location.ts'
import { copyFolderOf, copyPathOf, type EditRecord, writeRecord } from './edit-record.ts'
import { storeCopy, type StoreWish } from './store-copy.ts'

export interface Copy {
  record: EditRecord
  state: Edit['state']
  failure?: Edit['failure']
  /** The number of times the copy was stored. */
  stored: number
  /** Work on one copy runs one task after the other. */
  turn: Promise<void>
  close: () => void
}

interface CopiesDeps {
  readonly mounts: Pick<Mounts, 'open'>
  readonly folder: string
  readonly retryMs: number
  /** Stops all work. Copies that are not stored stay. */
  readonly signal: AbortSignal
}

export type Copies = ReturnType<typeof createCopies>

export function createCopies({ mounts, folder, retryMs, signal }: CopiesDeps) {
  const all = new Map<string, Copy>()
  const changes = createChangeSignal()

  function show(copy: Copy, state: Edit['state'], failure?: Edit['failure']) {
    copy.state = state
    if (failure) copy.failure = failure
    else if (state !== 'storing') delete copy.failure
    changes.emit()
  }
  function store(copy: Copy, how: StoreWish['how']): Promise<void> {
    copy.turn = copy.turn.then(() => storeNow(copy, how))
    return copy.turn
  }
  async function storeNow(copy: Copy, how: StoreWish['how']): Promise<void> {
    if (signal.aborted || !all.has(copy.record.id)) return
    try {
      const location = await openLocation(mounts, copy.record.location, { signal })
      const onStoring = () => show(copy, 'storing')
      const done = await storeCopy(location, copy.record, { root: folder, how, onStoring, signal })
      if (done.kind === 'stored') {
        copy.record = done.record
        copy.stored += 1
        await writeRecord(folder, done.record)
      }
      show(copy, done.kind === 'stored' || done.kind === 'same' ? 'open' : done.kind)
    } catch (error) {
      if (signal.aborted) return
      const failure = failureOf(error, 'edits.store')
      show(copy, 'failed', failure)
      if (failure.retry === 'never' && failure.kind !== 'no-space') return
      setTimeout(() => copy.state === 'failed' && void store(copy, 'careful'), retryMs).unref()
    }
  }

  return {
    all,
    store,
    changed: () => changes.emit(),
    occasions: (until: AbortSignal) => changes.occasions(until),
    add(record: EditRecord, state: Edit['state']): Copy {
      const copy: Copy = { record, state, stored: 0, turn: Promise.resolve(), close: () => {} }
      all.set(record.id, copy)
      changes.emit()
      return copy
    },
    /** Stores the copy after each save. */
    follow(copy: Copy): void {
      const { id, name } = copy.record
      const watcher = watchFiles(copyFolderOf(folder, id), [name], () => void store(copy, 'careful'))
      copy.close = () => watcher.close()
    },
    list: (): Edit[] =>
      [...all.values()].map(({ record, state, failure, stored }) => {
        const { id, location } = record
        return known({ id, location, path: copyPathOf(folder, record), state, stored, failure })
      }),
  }
}
