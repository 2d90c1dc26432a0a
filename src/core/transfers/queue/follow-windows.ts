/**
 * Transfers of files dropped into a browser run only while their window exists. They pause when it closes, and resume
 * when a window offers the same files again.
 */
import { isWindowGone } from '../../dropped/window-gone.ts'
import type { DroppedChange } from '../../dropped/dropped-files.ts'
import { unlessUnwritable } from '../journal/queue-database.ts'
import type { TransferRecord } from '../journal/records.ts'
import type { Commands } from './commands/commands.ts'
import { droppedMountOf, whileGone } from './dropped-mount-of.ts'
import type { Runs } from './runs.ts'
import type { QueueDeps, TransferStates } from './states/transfer-states.ts'
import type { Scheduler } from './scheduler.ts'

export interface Windows {
  /** Transfers that an earlier run left waiting for their turn or an answer wait for a window first. */
  lookAtStart(): void
  /** Resumes the transfers whose window exists. */
  look(): void
}

export function followWindows(
  { journal, dropped, runsAll }: QueueDeps,
  state: TransferStates,
  { runs, scheduler, commands }: { readonly runs: Runs; readonly scheduler: Scheduler; readonly commands: Commands },
): Windows {
  const open = () => journal.open().filter(({ request }) => droppedMountOf(request) !== undefined)

  /** The run is stopped before anything else happens, so that none of its items fails. */
  function leave({ id }: TransferRecord): void {
    const step = state.change(id, 'gone', whileGone)
    if (step.kind === 'become') void commands.leave(id)
  }
  /** Scans the sources again, because the files may have changed in the meantime. */
  async function goOn(id: number): Promise<void> {
    await commands.resumeAnew(id)
    scheduler.schedule()
  }
  function waitsForWindow({ state: now, problem }: TransferRecord): boolean {
    return now === 'paused' && isWindowGone(problem)
  }
  function look() {
    for (const record of open()) {
      if (waitsForWindow(record) && !state.isOutOfReach(record)) void goOn(record.id).catch(() => {}) // It is tried again later.
    }
  }

  dropped?.onChange(({ kind, mount }: DroppedChange) => {
    if (runs.isClosed()) return
    unlessUnwritable(() => {
      if (kind === 'here') return look()
      for (const record of open()) if (droppedMountOf(record.request) === mount) leave(record)
    })
  })
  return {
    look,
    lookAtStart() {
      if (!runsAll) return
      for (const record of open()) if (record.state !== 'running' && state.isOutOfReach(record)) leave(record)
    },
  }
}
