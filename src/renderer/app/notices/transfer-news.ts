/** The messages about events of transfers: notices in the window, and announcements for screen readers. */
import type { StoreApi } from 'zustand/vanilla'
import type { MountInfo } from '../../../contract/api/mounts.ts'
import type { Transfer } from '../../../contract/transfer.ts'
import { type NoticeAction, withoutStale } from '../../commands/notices.ts'
import { say, type WindowState } from '../../commands/window-state.ts'
import { findMount, mountLabel, type Mounts } from '../../features/mounts/mounts-store.ts'
import { createAnnouncer } from '../../features/transfers/announcer.ts'
import { endText } from '../../features/transfers/counts-text.ts'
import type { Happening } from '../../features/transfers/transfers-state.ts'
import { hideTransfer, type Transfers, undoTransfer } from '../../features/transfers/transfers-store.ts'
import { text } from '../../strings/text.ts'
import { messageOf, type Notify } from './notify.ts'

export interface NewsDeps {
  readonly window: StoreApi<WindowState>
  readonly mounts: Mounts
  readonly transfers: () => Transfers
  readonly notify: Notify
}

export interface News {
  readonly onHappened: (happening: Happening) => void
}

export function createNews(deps: NewsDeps): News {
  const { window } = deps
  const announcer = createAnnouncer({
    say: (said) => window.setState({ said }),
    now: () => performance.now(),
    after: (delayMs, run) => void setTimeout(run, delayMs),
  })
  return {
    onHappened(happening) {
      const { kind, transfer } = happening
      if (transfer.isUnasked) {
        // The pair reports what the user must know. A successful transfer is hidden.
        if (kind === 'ended' && transfer.counts.failed === 0) hideTransfer(deps.transfers(), transfer.id)
        return
      }
      announcer.tell(happening)
      const message = messageOf(happening, document.hasFocus())
      if (message) deps.notify(message, String(transfer.id))
      if (kind === 'ended') tellEnd(deps, transfer)
    },
  }
}

function tellEnd(deps: NewsDeps, transfer: Transfer): void {
  const { verb, counts, undo } = transfer
  const transfers = deps.transfers()
  const isProblem = counts.failed > 0
  // A successful delete is hidden.
  if (verb === 'delete' && !isProblem) hideTransfer(transfers, transfer.id)
  const seeWhy: NoticeAction = {
    label: text('ended.see-why'),
    run: () => deps.window.setState({ dialog: { kind: 'report', transfer } }),
  }
  const undoIt: NoticeAction = {
    label: text('transfers.undo'),
    run: () => void undoTransfer(transfers, transfer),
    undoes: transfer.id,
  }
  const action = isProblem ? seeWhy : undo?.can === true ? undoIt : undefined
  const said = verb === 'delete' ? deletedText(deps.mounts, transfer) : endText(transfer)
  say(deps.window, said, { isProblem, isQuiet: true, ...(action && { action }) })
}

function deletedText(
  { state }: Mounts,
  { counts, sourceCount, to, from, isCancelled, versions = 0 }: Transfer,
): string {
  const gone = counts.skipped // A delete skips only entries that no longer exist.
  const isWhole = counts.failed === 0 && gone === 0 && !isCancelled
  const count = isWhole ? sourceCount : counts.done
  const mount = findMount(state.getState(), from.mount)
  const isKept = mount?.capabilities?.keepsVersions === true && to === 'trash'
  return [
    (count > 0 || gone === 0) && text('ended.deleted', { count }),
    count > 0 && isKept && text('ended.kept', { count }),
    versions > 0 && text('ended.versions', { count: versions }),
    count > 0 && !isKept && to === 'trash' && trashText(mount, from.mount, count),
    gone > 0 && text('ended.gone', { count: gone }),
    counts.failed > 0 && text('ended.not-deleted', { count: counts.failed }),
  ]
    .filter(Boolean)
    .join(' ')
}

/** A folder on this computer uses the trash of the computer, regardless of the name of its mount. */
function trashText(mount: MountInfo | undefined, name: string, count: number): string {
  if (mount?.capabilities?.facets.includes('localPath')) return text('ended.in-trash-here', { count })
  return text('ended.in-trash', { count, mount: mountLabel(mount, name) })
}

/** Removes a notice that offers to undo a transfer when the transfer was undone or can no longer be. */
export function dropStaleUndos({ state }: Transfers, window: StoreApi<WindowState>): void {
  state.subscribe(({ byId }) => {
    const { notices } = window.getState()
    const kept = withoutStale(notices, (id) => byId.get(id)?.undo?.can === true)
    if (kept !== notices) window.setState({ notices: kept })
  })
}
