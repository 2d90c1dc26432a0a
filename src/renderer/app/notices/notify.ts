/** System notifications for a user who looks elsewhere: that a transfer or a sync pair ended or needs an action. */
import type { StoreApi } from 'zustand/vanilla'
import type { HostLink } from '../../client.ts'
import type { WindowState } from '../../commands/window-state.ts'
import { countsText } from '../../features/transfers/counts-text.ts'
import { groupName } from '../../features/transfers/transfer-text.ts'
import type { Happening } from '../../features/transfers/transfers-state.ts'
import { text } from '../../strings/text.ts'

export interface Message {
  readonly title: string
  readonly body: string
}

/**
 * Returns the notification for an event of a transfer; undefined if the window has the focus or the event is not
 * important.
 */
export function messageOf({ kind, transfer }: Happening, hasFocus: boolean): Message | undefined {
  if (hasFocus) return undefined
  const title = groupName(transfer)
  if (kind === 'asked') return { title, body: text('notify.asks', { count: transfer.counts.asking }) }
  if (kind === 'ended' && !transfer.isCancelled) return { title, body: countsText(transfer) }
  return undefined
}

export interface NotifierDeps {
  readonly window: StoreApi<WindowState>
  readonly link: HostLink
}

/**
 * Shows a notification. `about` identifies its subject, so that several windows of one host show only one notification
 * about it.
 */
export type Notify = (message: Message, about: string, onClick?: () => void) => void

/**
 * On the desktop, the app shows notifications. A browser shows them if the user allowed it earlier; the window never
 * asks.
 */
export function createNotifier({ window, link }: NotifierDeps): Notify {
  return (message, about, onClick) => {
    if (window.getState().about?.abilities.includes('desktop')) {
      const notify = async () => link.client().host.notify(message)
      notify().catch(() => {}) // The window shows the same message.
      return
    }
    if (!('Notification' in globalThis) || Notification.permission !== 'granted') return
    const shown = new Notification(message.title, { body: message.body, tag: `portolan-${about}` })
    shown.addEventListener('click', () => {
      globalThis.focus()
      onClick?.()
    })
  }
}
